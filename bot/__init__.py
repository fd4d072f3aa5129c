"""What is said on Discord, and in the terminal? Imports knowledge; nothing imports bot."""

__version__ = "0.1.0"
