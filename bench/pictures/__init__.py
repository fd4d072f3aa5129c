"""What do people see of the bot? Pictures for the README, drawn from what the running bot sends."""
