"""A small campaign of our own invention."""
