"""Other pictures of one: more like it, a part of it anew, and what lies beyond its edges."""
