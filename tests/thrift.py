"""What the hundreds of bots that one process starts need not pay for each time.

Importing this does it. The forkserver of `whole.process` imports it too, for all its children.
"""

import gc
import ssl
from functools import cache

import httpx

from bot.i18n.words import LANGUAGES, Notice, Words

gc.set_threshold(20_000, 20, 50)  # looking for rubbish that often took a seventh of the time

# Every HTTP client reads all authorities of the world anew; what the tests talk to has no TLS.
ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]
httpx.create_ssl_context()

for language in LANGUAGES:
    Words().say(language, Notice("album-asked"))  # catalogues are read when they are first needed
