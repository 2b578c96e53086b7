"""Campaigns, their entries and their target groups."""
