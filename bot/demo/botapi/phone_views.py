"""Chats and messages as the page shows them."""

from collections.abc import Mapping
from typing import Any

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.inline import Offer
from bot.demo.botapi.media import Media, Photo, PhotoSize, Sticker, Video
from bot.demo.botapi.profile import Profile
from bot.demo.botapi.views import entity_json, given

QUOTE_LENGTH = 80


def message_view(message: Message) -> dict[str, Any]:
    """One bubble."""
    content = message.content
    reply = message.reply_to
    return given(
        id=message.id,
        sender_id=message.sender.id,
        sender=message.sender.first_name,
        is_bot=message.sender.is_bot,
        via=None if message.via_bot is None else message.via_bot.username,
        date=message.date,
        text=content.text,
        entities=[entity_json(entity) for entity in content.entities],
        media=None if content.media is None else _media_view(content.media),
        is_spoiler=content.has_spoiler,
        caption_above=content.caption_above,
        buttons=[[_button_view(button) for button in row] for row in message.inline_keyboard],
        reply=None if reply is None else _quote(reply),
        is_edited=message.edit_date is not None,
        service=_service_text(message.service),
        reactions=list(message.reactions) or None,
        asks=_asked(message),
    )


def chat_view(chat: Chat, *, user_id: int, title: str) -> dict[str, Any]:
    """One chat with all that stands in it."""
    return {
        "id": chat.id,
        "title": title,
        "is_private": chat.is_private,
        "is_blocked": chat.is_blocked,
        "user_id": user_id,
        "messages": [message_view(message) for message in chat.messages],
        "action": chat.action,
    }


def offer_view(offer: Offer) -> dict[str, Any]:
    """What the bot offers in a chat."""
    results = [
        given(
            id=one.id,
            title=one.title,
            description=one.description,
            poster=_media_view(one.content.media).get("poster") if one.content.media else None,
        )
        for one in offer.results
    ]
    return given(
        id=offer.query_id,
        next_offset=offer.next_offset,
        button=offer.button,
        start=offer.start_parameter,
        results=results,
    )


def commands_view(profile: Profile, chat: Chat, user_id: int) -> list[dict[str, Any]]:
    """The commands that a person is offered."""
    user = chat.user or next((member for member in chat.members if member.id == user_id), None)
    return [] if user is None else profile.commands_for(chat, user)


def _asked(message: Message) -> int | str | None:
    """Whose phone is set to answer: everybody's, or that of whom the message answers."""
    markup = message.reply_markup or {}
    if not markup.get("force_reply"):
        return None
    if not markup.get("selective"):
        return "everybody"
    return None if message.reply_to is None else message.reply_to.sender.id


def _button_view(button: Mapping[str, Any]) -> dict[str, Any]:
    return given(text=button["text"], data=button.get("callback_data"), url=button.get("url"))


def _quote(message: Message) -> dict[str, Any]:
    media = type(message.content.media).__name__ if message.content.media else "Message"
    text = "Deleted message" if message.is_deleted else message.content.text or media
    return {"id": message.id, "sender": message.sender.first_name, "text": text[:QUOTE_LENGTH]}


def _media_view(media: Media) -> dict[str, Any]:
    view: dict[str, Any] = {
        "kind": type(media).__name__.lower(),
        "url": f"/page/media/{media.file.sha256}",
        "size": media.file.size,
    }
    if isinstance(media, Photo):
        return view | {"width": media.width, "height": media.height}
    if isinstance(media, Sticker):  # the page has it as a file
        return view | {"name": media.name}
    view |= {"name": media.name, "mime_type": media.mime_type}
    if isinstance(media, Video):
        view |= {"width": media.width, "height": media.height, "duration": media.duration}
        view |= given(poster=_poster(media.cover[-1] if media.cover else media.thumbnail))
    return view


def _poster(size: PhotoSize | None) -> str | None:
    return None if size is None else f"/page/media/{size.file.sha256}"


def _service_text(service: Mapping[str, Any]) -> str | None:
    if not service:
        return None
    if "new_chat_members" in service:
        names = ", ".join(member["first_name"] for member in service["new_chat_members"])
        return f"{names} joined the group"
    if "migrate_to_chat_id" in service:
        return "The group became a supergroup"
    if "forum_topic_created" in service:
        return f"Topic “{service['forum_topic_created']['name']}”"
    return next(iter(service)).replace("_", " ").capitalize()
