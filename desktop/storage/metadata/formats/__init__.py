"""Text in picture files, read from each format without decoding pixels."""
