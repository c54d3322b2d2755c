"""The gallery made fast: an index of the picture folders that can be thrown away at any time.

What the index alone could lose is kept with the pictures: stars and albums in
`.easel-library.jsonl` of each gallery folder (`marks.py`), tags as the system's own file tags
(`file_tags.py`), or in that same file where the disk has none.
"""
