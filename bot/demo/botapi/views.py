"""Everything as the JSON that Telegram gives: https://core.telegram.org/bots/api#available-types."""

from typing import Any

from bot.demo.botapi.chats import Chat, MemberStatus, Message
from bot.demo.botapi.entities import Entity
from bot.demo.botapi.files import StoredFile
from bot.demo.botapi.media import Document, Media, Photo, PhotoSize, Sticker, Video
from bot.demo.botapi.people import User

Json = dict[str, Any]

STICKER_SIDE = 512
"""In pixels; https://core.telegram.org/stickers#creating-a-sticker-set."""
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
)


def given(**fields: Any) -> Json:
    """An object without the fields that are not there: Telegram leaves those out."""
    return {
        name: value for name, value in fields.items() if value is not None and value is not False
    }


def user_json(user: User) -> Json:
    """User."""
    names = given(
        last_name=user.last_name, username=user.username, language_code=user.language_code
    )
    return {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name, **names}


def chat_json(chat: Chat) -> Json:
    """Chat."""
    if chat.user is not None:
        names = given(last_name=chat.user.last_name, username=chat.user.username)
        return {"id": chat.id, "first_name": chat.user.first_name, **names, "type": "private"}
    forum = given(is_forum=chat.is_forum)
    return {"id": chat.id, "title": chat.title, "type": chat.type, **forum}


def member_json(user: User, status: MemberStatus) -> Json:
    """ChatMember."""
    member: Json = {"user": user_json(user), "status": status}
    if status in ("creator", "administrator"):
        member["is_anonymous"] = False
    if status == "administrator":
        member |= {"can_be_edited": False, **dict.fromkeys(_RIGHTS, True)}
    if status == "kicked":
        member["until_date"] = 0
    return member


def size_json(size: PhotoSize) -> Json:
    """PhotoSize."""
    file = file_json(size.file_id, size.file_unique_id, size.file)
    return {**file, "width": size.width, "height": size.height}


def file_json(file_id: str, unique: str, file: StoredFile) -> Json:
    """The fields that every file has."""
    return {"file_id": file_id, "file_unique_id": unique, "file_size": file.size}


def media_json(media: Media) -> Json:
    """The one field of a message that has its media."""
    if isinstance(media, Photo):
        return {"photo": [size_json(size) for size in media.sizes]}
    file = file_json(media.file_id, media.file_unique_id, media.file)
    if isinstance(media, Sticker):
        return {"sticker": {**_sticker_json(media), **file}}
    small = None if media.thumbnail is None else size_json(media.thumbnail)
    common = given(file_name=media.name, mime_type=media.mime_type, thumbnail=small)
    if isinstance(media, Document):
        return {"document": {**common, **file}}
    return {"video": {**_film_json(media), **common, **file}}


def _sticker_json(sticker: Sticker) -> Json:
    """Type and kind; that a sticker does not move is said, not left out."""
    return {
        "type": "regular",
        "width": STICKER_SIDE,
        "height": STICKER_SIDE,
        "is_animated": sticker.is_animated,
        "is_video": sticker.is_video,
    }


def _film_json(video: Video) -> Json:
    film = {"duration": video.duration, "width": video.width, "height": video.height}
    cover = [size_json(size) for size in video.cover]
    return {**film, **given(cover=cover or None)}


def entity_json(entity: Entity) -> Json:
    """MessageEntity."""
    more = given(
        url=entity.url,
        language=entity.language,
        custom_emoji_id=entity.custom_emoji_id,
        user=None if entity.user is None else user_json(entity.user),
    )
    return {"offset": entity.offset, "length": entity.length, "type": entity.type, **more}


def message_json(message: Message, *, with_reply: bool = True) -> Json:
    """Message; the message that it replies to stands in it once, not what that one replied to."""
    head = {
        "message_id": message.id,
        "from": user_json(message.sender),
        "chat": chat_json(message.chat),
        "date": message.date,
    }
    reply = message.reply_to if with_reply else None
    is_topic = message.chat.is_forum and message.thread_id is not None
    more = given(
        forward_origin=message.forward_origin,
        edit_date=message.edit_date,
        message_thread_id=message.thread_id,
        is_topic_message=is_topic,
        reply_to_message=None if reply is None else message_json(reply, with_reply=False),
        media_group_id=message.media_group_id,
        has_protected_content=message.is_protected,
        via_bot=None if message.via_bot is None else user_json(message.via_bot),
    )
    return {**head, **more, **_content_json(message), **message.service}


def _content_json(message: Message) -> Json:
    content = message.content
    entities = [entity_json(entity) for entity in content.entities]
    markup = content.markup if message.inline_keyboard else None
    if content.media is None:
        text = given(text=content.text or None, entities=entities or None)
        return text | given(link_preview_options=content.link_preview, reply_markup=markup)
    return media_json(content.media) | given(
        caption=content.text or None,
        caption_entities=entities or None,
        show_caption_above_media=content.caption_above,
        has_media_spoiler=content.has_spoiler,
        reply_markup=markup,
    )
