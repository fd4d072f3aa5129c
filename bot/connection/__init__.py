"""How does the bot stay connected with Discord, whatever the network and Discord do?"""
