"""What pictures were made from and what came of them: found, shown as a strip, gone along."""
