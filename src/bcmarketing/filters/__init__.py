"""Filter expressions: the little language in which fields are filtered."""
