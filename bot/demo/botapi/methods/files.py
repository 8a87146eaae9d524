"""Files that the bot downloads."""

from bot.demo.botapi.files import MAX_DOWNLOAD_BYTES, unique_id
from bot.demo.botapi.query import Query
from bot.demo.botapi.refusals import bad_request
from bot.demo.botapi.telegram import Telegram
from bot.demo.botapi.views import Json, file_json


async def get_file(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#getfile."""
    if not query.has("file_id"):
        raise bad_request("file_id not specified")
    issued = telegram.world.gallery.files.find(query.text("file_id"))
    if issued is None:
        raise bad_request("invalid file_id")
    if issued.file.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    unique = unique_id(issued.file, issued.type)
    return file_json(query.text("file_id"), unique, issued.file) | {"file_path": issued.file_path}
