"""The pictures that an editing model looks at, and editing the one that is chosen."""
