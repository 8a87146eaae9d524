"""The bot: it takes prompts from Telegram, has videos made of them and brings them to the chat."""
