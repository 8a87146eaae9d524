"""Telegram: updates come in, messages go out. The only package that knows aiogram."""
