"""Print the result of a task as tables or as JSON."""
