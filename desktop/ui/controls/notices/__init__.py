"""Support for notices: details, history, and counting of repeated bugs."""
