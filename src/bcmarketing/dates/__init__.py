"""Date formulas: the language that dates steps, tasks and stages."""
