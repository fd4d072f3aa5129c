"""How does an answer reach Discord? Drawn, escaped, sent once, and what is kept afterwards."""
