"""What every test starts from."""

import os

from bot.settings import Settings

for name in (*Settings.model_fields, "telegram_bot_token"):
    os.environ.pop(name.upper(), None)  # an operator's own settings are not the tests'
