"""Prices and line discounts: who pays what, and why."""
