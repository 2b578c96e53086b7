"""Contacts and the records they stand for."""
