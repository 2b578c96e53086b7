"""Strategies and contracts for the tests of those who build on this."""
