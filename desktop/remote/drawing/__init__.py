"""What every server's engine needs to draw, whichever protocol it speaks."""
