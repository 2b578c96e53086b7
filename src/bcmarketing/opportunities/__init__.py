"""Sales cycles and opportunities."""
