"""What do the README's figures say, and how were they measured? `python -m bench` measures them again."""
