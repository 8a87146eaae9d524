"""A message that becomes a video, a picture or a file."""

import pytest
from aiogram import Bot
from aiogram.types import InputMediaDocument, InputMediaPhoto, InputMediaVideo
from aiogram.types import Message as Sent

from bot.demo.botapi import BotApi, Chat
from bot.demo.botapi.media import Document, Photo, Video
from tests.demo.calls import edit_media, upload
from tests.demo.pictures import film, picture
from tests.demo.refusing import asked, refused

NOT_MODIFIED = "Bad Request: message is not modified"


async def test_a_text_becomes_a_video_by_upload(bot: Bot, ann: Chat) -> None:
    card = await bot.send_message(ann.id, "working")
    media = InputMediaVideo(
        media=upload(film(), "v.mp4"), caption="<b>done</b>", parse_mode="HTML", duration=9
    )
    changed = await edit_media(bot, card, media)
    assert isinstance(changed, Sent)
    assert changed.video is not None
    assert (changed.video.duration, changed.caption) == (9, "done")
    (shown,) = ann.from_bot
    assert (shown.id, shown.text, shown.caption) == (card.message_id, None, "done")
    assert shown.video is not None
    assert shown.video.content == film()
    assert [content.text for content in shown.history] == ["working"]


async def test_media_become_other_media_by_url_and_file_id(bot: Bot, ann: Chat, site: str) -> None:
    card = await bot.send_photo(ann.id, upload(picture(), "p.png"), caption="old")
    assert card.photo is not None
    shown = ann.from_bot[0]
    kinds = [type(shown.content.media)]
    await edit_media(bot, card, InputMediaVideo(media=f"{site}/v.mp4"))
    kinds.append(type(shown.content.media))
    await edit_media(bot, card, InputMediaPhoto(media=card.photo[-1].file_id, caption="back"))
    kinds.append(type(shown.content.media))
    await edit_media(bot, card, InputMediaDocument(media=upload(b"x", "x.txt")))
    kinds.append(type(shown.content.media))
    assert kinds == [Photo, Video, Photo, Document]
    words = bot.edit_message_text("x", chat_id=ann.id, message_id=card.message_id)
    assert await refused(words) == "Bad Request: there is no text in the message to edit"
    await bot.edit_message_caption(chat_id=ann.id, message_id=card.message_id, caption="words")
    assert (shown.caption, type(shown.content.media)) == ("words", Document)
    assert [content.text for content in shown.history] == ["old", "", "back", ""]


async def test_the_same_media_again_is_not_modified(bot: Bot, ann: Chat, site: str) -> None:
    card = await bot.send_message(ann.id, "working")
    await edit_media(bot, card, InputMediaVideo(media=f"{site}/v.mp4", caption="c"))
    video = ann.from_bot[0].video
    assert video is not None
    for media in (f"{site}/v.mp4", video.file_id, upload(film(), "other-name.mp4")):
        again = edit_media(bot, card, InputMediaVideo(media=media, caption="c"))
        assert (await refused(again)).startswith(NOT_MODIFIED)
    assert await edit_media(bot, card, InputMediaVideo(media=video.file_id, caption="d"))
    assert await edit_media(
        bot, card, InputMediaVideo(media=upload(film(shade=200), "v.mp4"), caption="d")
    )


async def test_a_caption_is_measured_and_parsed(bot: Bot, ann: Chat) -> None:
    long = "Bad Request: message caption is too long"
    photo = upload(picture(), "p.png")
    assert await refused(bot.send_photo(ann.id, photo, caption="x" * 1025)) == long
    card = await bot.send_photo(ann.id, photo, caption="x" * 1024)
    place = {"chat_id": ann.id, "message_id": card.message_id}
    assert await refused(bot.edit_message_caption(caption="🎉" * 513, **place)) == long  # type: ignore[arg-type]
    media = InputMediaPhoto(media=photo, caption="x" * 1025)
    assert await refused(edit_media(bot, card, media)) == long
    media = InputMediaPhoto(media=photo, caption="<b>", parse_mode="HTML")
    assert (await refused(edit_media(bot, card, media))).startswith(
        "Bad Request: can't parse entities:"
    )


@pytest.mark.parametrize(
    ("media", "refusal"),
    [
        ("{", "can't parse input media JSON object"),
        ("[]", "can't parse InputMedia: expected an Object"),
        ('{"type":"sticker","media":"x"}', 'can\'t parse InputMedia: type "sticker" is unallowed'),
        ('{"type":"video"}', "can't parse InputMedia: media not found"),
        ('{"type":"video","media":"attach://x"}', "can't parse InputMedia: media not found"),
    ],
)
async def test_malformed_media_are_refused(
    botapi: BotApi, bot: Bot, ann: Chat, media: str, refusal: str
) -> None:
    card = await bot.send_message(ann.id, "card")
    answer = await asked(
        botapi,
        "editMessageMedia",
        chat_id=str(ann.id),
        message_id=str(card.message_id),
        media=media,
    )
    assert answer["description"] == f"Bad Request: {refusal}"
