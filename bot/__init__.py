"""What is said on Discord, and in the terminal? Imports knowledge; nothing imports bot."""
