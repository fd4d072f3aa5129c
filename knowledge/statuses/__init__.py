"""What stands, since when? Topics, their courses, and what has changed."""
