"""Damaged files by the thousand, for every reader of what Easel didn't write in this run.

`python -m tests.reliability.fuzz FORMAT CASES [SEED]` tries one format; without a format it lists
them. A sample that fails is kept in `corpus`, and read again by each run of the tests.
"""
