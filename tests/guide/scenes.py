"""The gestures that docs/guide.md shows. Each begins in an empty chat."""

from collections.abc import Awaitable, Callable, Mapping

from tests.guide.transcript import Phone
from tests.whole.pictures import picture

Scene = Callable[[Phone], Awaitable[None]]


async def prompt(phone: Phone) -> None:
    """A prompt becomes a video."""
    phone.write("a paper boat on a rainy street, slow dolly in")
    await phone.watch()


async def picture_with_caption(phone: Phone) -> None:
    """A picture with a caption begins the video."""
    phone.send(picture(size=(640, 480)), "the lighthouse lights up")
    await phone.watch()


async def picture_alone(phone: Phone) -> None:
    """A picture without a caption waits for its words."""
    phone.send(picture(size=(640, 480)))
    await phone.hear("What should happen in it?")
    phone.write("waves roll in")
    await phone.watch()


async def flags(phone: Phone) -> None:
    """Options in the prompt, one of them wrong."""
    phone.write("a fox in the snow --quality 4k")
    await phone.hear("cannot be")
    phone.write("a fox in the snow --ar 9:16 --duration 8 --seed 42")
    await phone.watch()


async def refused(phone: Phone) -> None:
    """The video service's content check says no."""
    phone.write("a fight #moderated")
    await phone.hear("No video this time")


SCENES: Mapping[str, Scene] = {
    scene.__name__: scene for scene in (prompt, picture_with_caption, picture_alone, flags, refused)
}
