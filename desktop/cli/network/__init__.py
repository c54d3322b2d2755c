"""Commands that talk with other programs and computers."""
