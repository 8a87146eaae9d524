"""What only the admins of the bot can ask of it, in private."""
