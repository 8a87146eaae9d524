"""The gestures that docs/guide.md shows. Each is somebody's first chat with the bot."""

from collections.abc import Awaitable, Callable, Mapping

from PIL import Image

from bot.demo.botapi.chats import Message
from tests.guide.transcript import Phone
from tests.whole.pictures import encoded, picture

Scene = Callable[[Phone], Awaitable[None]]
LANDSCAPE, PORTRAIT = picture(size=(640, 480)), picture(size=(480, 640))
BOAT = "a paper boat on a rainy street, slow dolly in"


async def prompt(phone: Phone) -> None:
    await phone.make(BOAT)


async def picture_with_caption(phone: Phone) -> None:
    phone.send(LANDSCAPE, "the lighthouse lights up")
    await phone.watch()


async def picture_alone(phone: Phone) -> None:
    phone.send(LANDSCAPE)
    await phone.hear("What should happen in it?")
    await phone.make("waves roll in")


async def reply_to_picture(phone: Phone) -> None:
    sent = phone.send(LANDSCAPE, "dusk falls")
    await phone.watch()
    await phone.make("snow begins to fall", to=sent)


async def corrected(phone: Phone) -> None:
    sent = phone.send(LANDSCAPE, "the lighthuose lights up")
    phone.rewrite(sent, "the lighthouse lights up")
    await phone.watch()


async def forwarded(phone: Phone) -> None:
    world = phone.world
    friend = world.add_user(phone.user.id + 1000, "Friend")
    friends = world.group(-2000 - phone.user.id, "Friends", [phone.user, friend])
    theirs = world.send_photo(friends, friend, LANDSCAPE, caption="our lake at dusk")
    phone.forward(theirs)
    await phone.watch()


async def sticker(phone: Phone) -> None:
    sent = phone.stick(encoded(Image.new("RGBA", (512, 512), (255, 140, 0, 200)), "WEBP"))
    await phone.hear("What should happen in it?")
    phone.write("it bursts into confetti", to=sent)
    await phone.watch()


async def two_pictures(phone: Phone) -> None:
    phone.send(LANDSCAPE, "the flower opens", media_group_id="two")
    phone.send(PORTRAIT, media_group_id="two")
    await phone.hear("begins with your first picture")
    await phone.tap("The other way round")
    await phone.watch()


async def more_pictures(phone: Phone) -> None:
    for number in range(4):
        caption = "a day at the sea" if number == 0 else None
        phone.send(picture(size=(320 + number, 240)), caption, media_group_id="four")
    await phone.hear("?")
    await phone.tap("From the first to the last")
    await phone.watch()


async def edited(phone: Phone) -> None:
    sent = phone.write("a fox in the snow")
    await phone.watch()
    phone.rewrite(sent, "two foxes in the snow")
    await phone.hear("earlier words")
    await phone.tap("Make it with the new words")
    await phone.watch()


async def cancel(phone: Phone) -> None:
    phone.write("a slow river #slow")
    await phone.hear("Generating")
    await phone.tap("Cancel")
    await phone.hear("The video is ready")
    await phone.tap("Show")
    await phone.until_video()


async def again(phone: Phone) -> None:
    await _made(phone)
    await phone.tap("Again")
    await phone.watch()


async def other_prompt(phone: Phone) -> None:
    await _made(phone)
    await phone.tap("Edit prompt")
    question = await phone.hear("What should the prompt be?")
    await phone.make("a paper boat in a bathtub", to=question)


async def longer(phone: Phone) -> None:
    await _made(phone)
    await phone.tap("Longer")
    await phone.watch()


async def last_frame(phone: Phone) -> None:
    await _made(phone)
    await phone.tap("Use last frame")
    question = await phone.hear("What happens next?")
    await phone.make("it reaches the sea", to=question)


async def reply_to_video(phone: Phone) -> None:
    video = await _made(phone)
    await phone.make("it sails into a gutter", to=video)


async def options_board(phone: Phone) -> None:
    await _made(phone)
    await phone.tap("Options")
    await phone.hear("Make it")
    await phone.tap("Quality")
    await phone.hear("Back")
    await phone.tap("720p")
    await phone.hear("720p")


async def options(phone: Phone) -> None:
    await options_board(phone)
    await phone.tap("Back")
    await phone.hear("Make it")
    await phone.tap("Make it")
    await phone.watch()


async def flags(phone: Phone) -> None:
    phone.write("a fox in the snow --quality 4k")
    await phone.hear("cannot be")
    await phone.make("a fox in the snow --ar 9:16 --duration 8 --seed 42")


async def settings_board(phone: Phone) -> None:
    phone.write("/settings")
    await phone.hear("Quality")
    await phone.tap("Aspect ratio")
    await phone.hear("9:16")
    await phone.tap("9:16")
    await phone.hear("✓ 9:16")


async def settings(phone: Phone) -> None:
    await settings_board(phone)
    await phone.make("a waterfall")


async def refused(phone: Phone) -> None:
    phone.write("a fight #moderated")
    await phone.hear("No video this time")


async def history(phone: Phone) -> None:
    await _made(phone)
    phone.write("/history")
    await phone.hear("#")
    await phone.tap("One by one")
    await phone.hear("🎞")


async def inline(phone: Phone) -> None:
    await _made(phone)
    world = phone.world
    friends = world.group(-1000 - phone.user.id, "Friends", [phone.user])
    offer = await world.ask_inline(friends, phone.user, "boat")
    phone.note(f"(in another chat) @{world.me.username} boat")
    phone.lines += [f"      offered: {title}" for title in offer.titles]


async def language(phone: Phone) -> None:
    phone.write("/language")
    await phone.hear("Which language")
    await phone.tap("Polski")
    phone.write("papierowa łódka")
    await phone.watch(ready="gotowy")


SCENES: Mapping[str, Scene] = {
    scene.__name__: scene
    for scene in (
        prompt, picture_with_caption, corrected, forwarded, picture_alone, sticker,
        reply_to_picture, two_pictures, more_pictures, flags, settings, again, other_prompt, longer,
        last_frame, reply_to_video, options, edited, cancel, refused, history, inline, language,
    )
}  # fmt: skip


async def _made(phone: Phone) -> Message:
    """A video that is there already; how it came is not shown again."""
    video = await phone.make(BOAT)
    phone.lines.clear()
    phone.note("(below a video)")
    return video
