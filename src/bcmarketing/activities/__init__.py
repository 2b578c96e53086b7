"""Activities and the tasks they create."""
