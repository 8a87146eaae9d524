"""Plays the gestures of docs/guide.md with the real bot, and writes down what the chat shows."""
