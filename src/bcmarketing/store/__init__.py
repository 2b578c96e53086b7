"""The storage port: what processes read, what they want stored, and tables in memory."""
