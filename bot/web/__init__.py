"""The HTTP side: what Telegram and others reach the bot by."""
