"""Interactions: templates, log entries, drafts and documents."""
