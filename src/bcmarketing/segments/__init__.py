"""Segments: the contacts a campaign speaks to."""
