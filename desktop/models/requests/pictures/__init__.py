"""The sizes, margins and fit of a request’s pictures."""
