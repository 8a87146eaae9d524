"""The page: one person's phone on a desk, with the chats of a user, an admin and a group."""

import asyncio
import json
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.typedefs import Handler

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.events import Journal
from bot.demo.botapi.files import MAX_UPLOAD_BYTES, MEGABYTE, Intake, Upload
from bot.demo.botapi.people import User
from bot.demo.botapi.phone_views import chat_view, commands_view, message_view, offer_view
from bot.demo.botapi.pictures import MAX_BYTES as MAX_PHOTO_BYTES
from bot.demo.botapi.profile import Profile
from bot.demo.botapi.refusals import Refused
from bot.demo.botapi.world import World

FOLDER = Path(__file__).parent / "page"
PAGE_FILES = (
    "chat.js", "composer.js", "inline.js", "calls.js", "bubble.js", "text.js", "style.css",
)  # fmt: skip
SHOWN_INLINE = ("image/jpeg", "video/mp4")
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
MEDIA_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
)


class Misused(Exception):  # noqa: N818 (a sentence for the person at the page)
    """What was asked for cannot be done; the message is shown."""


class Phone:
    """Serves the page and does what is done on it."""

    def __init__(
        self, world: World, profile: Profile, *, hint: str, you_id: int, admin_id: int
    ) -> None:
        self._world = world
        self._profile = profile
        self._hint = hint
        you = world.add_user(you_id, "You", username="you")
        admin = world.add_user(admin_id, "Admin", username="admin")
        group = world.group(-(you_id % 10**9), "Friends", [you, admin], admins=[admin])
        self._entries: dict[int, tuple[Chat, User, str]] = {
            you_id: (world.private_chat(you), you, "You"),
            admin_id: (world.private_chat(admin), admin, "Admin"),
            group.id: (group, you, group.title or ""),
        }
        self._journal = Journal(self._snapshot)
        world.watchers.append(self._changed)

    def open(self) -> None:
        """Let pages follow."""
        self._journal.open()

    def close(self) -> None:
        """End the pages' streams."""
        self._journal.close()

    def add_routes(self, app: web.Application) -> None:
        """Put the page at / and all that it needs below /page/."""
        app.router.add_get("/", self._file("index.html"))
        for name in PAGE_FILES:
            app.router.add_get(f"/page/{name}", self._file(name))
        app.router.add_get("/page/events", self._journal.follow)
        app.router.add_get("/page/media/{sha256}", self._media)
        app.router.add_get("/page/chats/{chat}/commands", self._answering(self._commands))
        app.router.add_post("/page/chats/{chat}/text", self._answering(self._text))
        app.router.add_post("/page/chats/{chat}/file", self._answering(self._attachment))
        app.router.add_post("/page/chats/{chat}/press", self._answering(self._press))
        app.router.add_post("/page/chats/{chat}/inline", self._answering(self._inline))
        app.router.add_post("/page/chats/{chat}/choose", self._answering(self._choose))
        app.router.add_post("/page/chats/{chat}/block", self._answering(self._block))

    def _snapshot(self) -> dict[str, Any]:
        me = self._world.me
        chats = [
            {**chat_view(chat, user_id=user.id, title=title), "about": self._about(chat, user)}
            for chat, user, title in self._entries.values()
        ]
        bot = {"name": me.first_name, "id": me.id, "username": me.username}
        return {"bot": bot, "chats": chats}

    def _about(self, chat: Chat, user: User) -> str:
        """What an empty chat says; what the bot says of itself comes first."""
        about = (self._profile.description_for(user), self._hint)
        return "\n".join(filter(None, about)) if chat.is_private else ""

    def _changed(self, chat: Chat, what: str, message: Message | None) -> None:
        if chat.id not in self._entries:
            return
        if what == "message" and message is not None:
            self._journal.add("message", {"chat": chat.id, "message": message_view(message)})
        elif what == "deleted" and message is not None:
            self._journal.add("deleted", {"chat": chat.id, "message": message.id})
        elif what == "action":
            self._journal.add("action", {"chat": chat.id, "action": chat.action})
        else:
            self._journal.add("membership", {"chat": chat.id, "is_blocked": chat.is_blocked})

    def _file(self, name: str) -> Handler:
        headers = {
            "Content-Security-Policy": PAGE_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-cache",
        }

        async def give(_request: web.Request) -> web.StreamResponse:
            return web.FileResponse(FOLDER / name, headers=headers)

        return give

    async def _media(self, request: web.Request) -> web.StreamResponse:
        sha256 = request.match_info["sha256"]
        file = self._world.gallery.files.by_hash(sha256)
        if file is None:
            raise web.HTTPNotFound
        kind = _kind_by_content(file.path)
        headers = {
            "Content-Type": kind,
            "Content-Security-Policy": MEDIA_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=86400, immutable",
        }
        if kind not in SHOWN_INLINE:
            headers["Content-Disposition"] = "attachment"
        return web.FileResponse(file.path, headers=headers)

    def _answering(self, act: Callable[[Chat, User, web.Request], Awaitable[Any]]) -> Handler:
        """A handler of JSON whose refusals are sentences for the page."""

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                chat, user = self._entry(request.match_info["chat"])
                return web.json_response(await act(chat, user, request))
            except Misused as misused:
                return web.json_response({"error": str(misused)}, status=400)

        return handle

    def _entry(self, chat_id: str) -> tuple[Chat, User]:
        try:
            chat, user, _ = self._entries[int(chat_id)]
        except (KeyError, ValueError) as error:
            raise Misused("There is no such chat.") from error
        return chat, user

    async def _commands(self, chat: Chat, user: User, _request: web.Request) -> Any:
        return commands_view(self._profile, chat, user.id)

    async def _text(self, chat: Chat, user: User, request: web.Request) -> Any:
        body = await _json_object(request)
        reply_to = _reply_target(chat, body.get("reply_to"))
        try:
            self._world.send_text(chat, user, str(body.get("text", "")), reply_to=reply_to)
        except ValueError as error:
            raise Misused(f"That cannot be sent: {error}.") from error
        return {}

    async def _press(self, chat: Chat, user: User, request: web.Request) -> Any:
        body = await _json_object(request)
        try:
            message_id, data = int(body.get("message", 0)), str(body.get("data", ""))
            answer = await self._world.press(chat, user, message_id, data)
        except TimeoutError:
            raise Misused("The bot did not answer.") from None
        except (LookupError, ValueError) as error:
            raise Misused("That button is gone.") from error
        return {"text": answer.text, "is_alert": answer.show_alert}

    async def _inline(self, chat: Chat, user: User, request: web.Request) -> Any:
        body = await _json_object(request)
        query, offset = str(body.get("query", "")), str(body.get("offset", ""))
        try:
            offer = await self._world.ask_inline(chat, user, query, offset=offset)
        except TimeoutError:
            raise Misused("The bot did not answer.") from None
        except LookupError as error:
            raise Misused("The bot offers nothing in chats.") from error
        return offer_view(offer)

    async def _choose(self, chat: Chat, user: User, request: web.Request) -> Any:
        body = await _json_object(request)
        try:
            offer = self._world.inline.given(str(body.get("offer", "")))
            self._world.choose(chat, user, offer, str(body.get("result", "")))
        except LookupError as error:
            raise Misused("That is not offered any more.") from error
        return {}

    async def _block(self, chat: Chat, user: User, request: web.Request) -> Any:
        if not chat.is_private:
            raise Misused("Only a private chat can be blocked.")
        body = await _json_object(request)
        change = self._world.block if body.get("is_blocked") else self._world.unblock
        change(user)
        return {}

    async def _attachment(self, chat: Chat, user: User, request: web.Request) -> Any:
        upload, fields = await self._received(request)
        as_photo = fields.get("as") == "photo"
        if as_photo and upload.file.size > MAX_PHOTO_BYTES:
            raise Misused(f"A photo may have {MAX_PHOTO_BYTES // MEGABYTE} MB. Send it as a file.")
        gallery = self._world.gallery
        try:
            if as_photo:
                # Off the loop: a large picture takes a while.
                media: Any = await asyncio.to_thread(gallery.make_photo, upload.file)
            else:
                media = gallery.make_document(upload)
        except Refused as refused:
            raise Misused("This is no picture that can be sent. Send it as a file.") from refused
        reply_to = _reply_target(chat, fields.get("reply_to"))
        try:
            caption = fields.get("caption")
            self._world.send_media(chat, user, media, caption=caption, reply_to=reply_to)
        except ValueError as error:
            raise Misused(f"That cannot be sent: {error} in a caption.") from error
        return {}

    async def _received(self, request: web.Request) -> tuple[Upload, dict[str, str]]:
        if request.content_type != "multipart/form-data":
            raise Misused("There is no file.")
        fields: dict[str, str] = {}
        upload: Upload | None = None
        try:
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader) and part.name is not None:
                    if part.filename is None:
                        fields[part.name] = (await part.read()).decode(errors="replace")
                    else:
                        upload = await self._stored(part)
        except ValueError as error:
            raise Misused("The form cannot be read.") from error
        if upload is None or upload.file.size == 0:
            raise Misused("The file is empty.")
        return upload, fields

    async def _stored(self, part: BodyPartReader) -> Upload:
        intake: Intake = self._world.gallery.files.intake()
        while chunk := await part.read_chunk(65536):
            intake.write(chunk)
            if intake.size > MAX_UPLOAD_BYTES:
                intake.discard()
                raise Misused(f"A file may have {MAX_UPLOAD_BYTES // MEGABYTE} MB.")
        name = part.filename or "file"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Upload(intake.finish(), name, kind)


async def _json_object(request: web.Request) -> dict[str, Any]:
    """The body. Only as application/json: another site's form cannot send that."""
    if request.content_type != "application/json":
        raise Misused("JSON is expected.")
    try:
        body = json.loads(await request.read())
    except ValueError as error:
        raise Misused("JSON is expected.") from error
    if not isinstance(body, dict):
        raise Misused("A JSON object is expected.")
    return body


def _reply_target(chat: Chat, message_id: Any) -> Message | None:
    try:
        return None if message_id in (None, "") else chat.find(int(message_id))
    except ValueError as error:
        raise Misused("There is no such message.") from error


def _kind_by_content(path: Path) -> str:
    """What may be shown in the page is known by its first bytes, never by what a sender says."""
    with path.open("rb") as file:
        start = file.read(12)
    if start[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    return "video/mp4" if start[4:8] == b"ftyp" else "application/octet-stream"
