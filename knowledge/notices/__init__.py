"""Who is to be told what? Those who listen, and what follows for them from another corpus."""
