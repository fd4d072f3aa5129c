"""Which commands does Discord show? Cogs, listed in bot.client."""
