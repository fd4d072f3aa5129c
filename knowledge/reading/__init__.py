"""What is in a file? Text, Markdown and HTML become articles; begin with `reader`.

Nothing is imported here: each child process starts with this package, and is to start quickly.
"""
