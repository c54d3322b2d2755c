"""The gallery's index of the picture folders, which can be deleted at any time.

Data that only the index would hold is kept with the pictures: stars and albums in
`.easel-library.jsonl` of each gallery folder (`annotations_journal.py`), tags as the system's own
file tags (`file_tags.py`), or in that same file where the disk has none.
"""
