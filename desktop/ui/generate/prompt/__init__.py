"""The prompt fields and what helps to write them."""
