"""The families that bring their own way of drawing, one module each."""
