"""What do the articles say? Everything that knows nothing of Discord; imports neither bot nor discord."""
