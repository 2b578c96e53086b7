"""The marketing-campaign rules of Business Central, as values and pure functions."""
