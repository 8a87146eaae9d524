"""Pictures, videos and other media: what Telegram makes of them."""

import hashlib
import io

import pytest
from aiogram import Bot
from PIL import Image

from bot.demo.botapi import BotApi, Chat
from bot.demo.botapi.files import MEGABYTE
from tests.demo.calls import upload
from tests.demo.pictures import film, picture
from tests.demo.refusing import refused


@pytest.mark.parametrize(
    ("width", "height", "longest"),
    [
        (60, 40, [60]),
        (90, 30, [90]),
        (500, 300, [90, 320, 500]),
        (1280, 720, [90, 320, 800, 1280]),
        (720, 2000, [90, 320, 800, 1280]),
    ],
)
async def test_a_photo_comes_in_sizes_none_larger_than_it_was(
    bot: Bot, ann: Chat, width: int, height: int, longest: list[int]
) -> None:
    sent = await bot.send_photo(ann.id, upload(picture(width, height), "p.png"))
    assert sent.photo is not None
    assert [max(size.width, size.height) for size in sent.photo] == longest
    for size, shown in zip(sent.photo, ann.from_bot[0].photo.sizes, strict=True):  # type: ignore[union-attr]
        with Image.open(io.BytesIO(shown.content)) as image:
            assert (image.format, image.size) == ("JPEG", (size.width, size.height))
        assert size.file_size == len(shown.content)


async def test_a_persons_photo_arrives_upright_and_without_the_cameras_notes(
    botapi: BotApi, bot: Bot, ann: Chat
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretCamera"
    assert ann.user is not None
    content = picture(400, 200, "JPEG", exif=exif)
    botapi.world.send_photo(ann, ann.user, content, caption=" a cat ", media_group_id="g")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.photo is not None
    assert (message.caption, message.media_group_id) == ("a cat", "g")
    assert (message.photo[-1].width, message.photo[-1].height) == (200, 400)
    downloaded = await bot.download(message.photo[-1])
    assert downloaded is not None
    with Image.open(downloaded) as image:
        assert image.size == (200, 400)
        assert not image.getexif()


async def test_transparent_places_become_white(bot: Bot, ann: Chat) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    await bot.send_photo(ann.id, upload(out.getvalue(), "p.png"))
    photo = ann.from_bot[0].photo
    assert photo is not None
    with Image.open(io.BytesIO(photo.content)) as image:
        assert image.getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (picture()[:500], "Bad Request: IMAGE_PROCESS_FAILED"),
        (picture(2100, 100), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (picture(8000, 2001), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (b"", "Bad Request: file must be non-empty"),
        (
            b"x" * (10 * MEGABYTE + 1),
            (
                "Bad Request: file of size 10485761 bytes is too big for a photo;"
                " the maximum size is 10485760 bytes"
            ),
        ),
    ],
)
async def test_what_is_no_photo_is_refused(
    bot: Bot, ann: Chat, content: bytes, refusal: str
) -> None:
    assert await refused(bot.send_photo(ann.id, upload(content, "p.png"))) == refusal


async def test_a_video_is_looked_at(bot: Bot, ann: Chat) -> None:
    sent = await bot.send_video(ann.id, upload(film(), "clip.mp4"), caption="<b>c</b>")
    video = sent.video
    assert video is not None
    assert (video.width, video.height, video.duration) == (320, 180, 2)
    assert (video.mime_type, video.file_name, video.file_size) == (
        "video/mp4",
        "clip.mp4",
        len(film()),
    )
    assert video.thumbnail is not None
    assert (video.thumbnail.width, video.thumbnail.height) == (320, 180)
    shown = ann.from_bot[0].video
    assert shown is not None
    assert hashlib.sha256(shown.content).digest() == hashlib.sha256(film()).digest()


async def test_what_is_said_of_a_video_wins(bot: Bot, ann: Chat) -> None:
    sent = await bot.send_video(
        ann.id,
        upload(film(), "clip.mp4"),
        width=1280,
        height=720,
        duration=8,
        supports_streaming=True,
        has_spoiler=True,
        show_caption_above_media=True,
        thumbnail=upload(picture(200, 100, "JPEG"), "t.jpg"),
        cover=upload(picture(640, 360, "JPEG"), "c.jpg"),
    )
    assert sent.video is not None
    assert (sent.video.width, sent.video.height, sent.video.duration) == (1280, 720, 8)
    assert sent.video.thumbnail is not None
    assert sent.video.thumbnail.width == 200
    assert [size.width for size in sent.video.cover or []] == [90, 320, 640]
    assert sent.has_media_spoiler
    assert sent.show_caption_above_media


async def test_what_is_no_mp4_becomes_a_document(bot: Bot, ann: Chat) -> None:
    sent = await bot.send_video(ann.id, upload(b"no film at all", "clip.mp4"))
    assert sent.video is None
    assert sent.document is not None
    broken = await bot.send_video(ann.id, upload(film()[:60], "clip.mp4"))
    assert broken.document is not None


async def test_a_document_stays_as_it_is(botapi: BotApi, bot: Bot, ann: Chat) -> None:
    await bot.send_document(ann.id, upload(b"\x00\x01", "a b.bin"), caption="c")
    document = ann.from_bot[0].document
    assert document is not None
    assert (document.content, document.name) == (b"\x00\x01", "a b.bin")
    assert ann.user is not None
    botapi.world.send_document(ann, ann.user, picture(), "cat.png", "image/png", caption="cat")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.document.mime_type) == ("cat.png", "image/png")
    downloaded = await bot.download(message.document)
    assert downloaded is not None
    assert downloaded.read() == picture()


async def test_a_person_may_send_what_the_bot_does_not_take(
    botapi: BotApi, bot: Bot, ann: Chat
) -> None:
    assert ann.user is not None
    botapi.world.send_video(ann, ann.user, film(), caption="look")
    voice = {"file_id": "x", "file_unique_id": "y", "duration": 3}
    botapi.world.send_other(ann, ann.user, voice=voice)
    video, other = [update.message for update in (await bot.get_updates())[-2:]]
    assert video is not None
    assert video.video is not None
    assert other is not None
    assert other.voice is not None
    assert other.voice.duration == 3


@pytest.mark.parametrize(("name", "moves"), [("a.webp", False), ("a.tgs", True), ("a.webm", True)])
async def test_a_sticker_says_whether_it_moves(
    botapi: BotApi, bot: Bot, ann: Chat, name: str, moves: bool
) -> None:
    assert ann.user is not None
    botapi.world.send_sticker(ann, ann.user, b"RIFF", name)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.sticker is not None
    assert (message.sticker.is_animated or message.sticker.is_video) is moves
    assert (await bot.get_file(message.sticker.file_id)).file_path == f"stickers/file_0{name[1:]}"


async def test_what_is_passed_on_tells_who_said_it_first(
    botapi: BotApi, bot: Bot, ann: Chat
) -> None:
    world, bob = botapi.world, botapi.world.add_user(6, "Bob")
    assert ann.user is not None
    photo = world.send_photo(world.private_chat(bob), bob, picture(), caption="look")
    again = world.forward(ann, ann.user, world.forward(ann, ann.user, photo))
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.forward_origin is not None
    assert message.forward_origin.sender_user.id == bob.id  # type: ignore[union-attr]
    assert (message.message_id, message.caption) == (again.id, "look")
    assert message.photo is not None
    assert message.photo[-1].file_unique_id == photo.content.media.file_unique_id  # type: ignore[union-attr]
    await bot.get_file(message.photo[-1].file_id)
