"""Data folders: CSV tables, the steps of a campaign, and what a run of them gives."""
