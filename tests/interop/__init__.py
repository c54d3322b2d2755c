"""Easel held against the programs that people come from, by numbers that those programs gave."""
