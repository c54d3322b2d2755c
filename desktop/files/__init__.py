"""Files on disk, whatever they hold: atomic writes, free names, the Trash, JSON narrowed."""
