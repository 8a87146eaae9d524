"""A Telegram and a video service on this machine, so that the bot can be tried without an account.

Nothing here imports the project, so nothing here can agree with its bugs.
"""
