"""What becomes of a job wherever it is drawn: its pictures, its log, its failure."""
