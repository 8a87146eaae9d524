"""From a shot to a real MP4: H.264 in yuv420p, the index before the pictures, so that it streams.

Blocking, and all of it outside the interpreter's lock for the most part: call it in a thread.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import av
from PIL import Image

from bot.demo.sandbox import sound
from bot.demo.sandbox.lettering import Caption, caption
from bot.demo.sandbox.scenery import Scenery
from bot.demo.sandbox.shot import Shot
from bot.demo.sandbox.zoom import Blend, Zoom

FADE_IN_S = 0.7

# Without the macroblock tree: on some processors x264 reads memory there that nobody wrote, so
# that one clip in a hundred comes out a few bytes different.
ENCODING = {"preset": "veryfast", "crf": "21", "mbtree": "0"}


class Stopped(Exception):  # noqa: N818 (a fact, and named like one)
    """The rendering was told to stop; no file is left."""


class Moving(Protocol):
    """What can be filmed."""

    def frame(self, progress: float) -> Image.Image:
        """The RGB frame at `progress`, 0 to 1."""


def render(shot: Shot, path: Path, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Write the clip to `path`; equal shots give equal files on one machine.

    `stopped` is asked before every frame; when it says so, Stopped is raised.
    """
    try:
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as output:
            _film(shot, output, stopped)
    except Stopped:
        path.unlink(missing_ok=True)
        raise


def _film(shot: Shot, output: av.container.OutputContainer, stopped: Callable[[], bool]) -> None:
    video = output.add_stream("libx264", rate=shot.fps, options=ENCODING)
    video.width, video.height, video.pix_fmt = shot.width, shot.height, "yuv420p"
    video.thread_count = 2
    audio = output.add_stream("aac", rate=sound.RATE_HZ, layout="mono") if shot.audio else None
    scene = _moving(shot)
    words = caption(shot.prompt, width=shot.width, height=shot.height) if shot.lettered else None
    for number in range(shot.frame_count):
        if stopped():
            raise Stopped
        image = scene.frame(number / max(1, shot.frame_count - 1))
        if words is not None:
            _lay(words, image, min(1.0, (number + 1) / (FADE_IN_S * shot.fps)))
        frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
        output.mux(video.encode(frame))
    output.mux(video.encode(None))
    if audio is not None:
        for chunk in sound.chord(shot.fingerprint, shot.seconds):
            output.mux(audio.encode(chunk))
        output.mux(audio.encode(None))


def _moving(shot: Shot) -> Moving:
    rng = random.Random(shot.fingerprint)  # noqa: S311 - it draws hills, it guards nothing
    if not shot.pictures:
        return Scenery(shot, rng)
    zooms = [Zoom(shot, picture.image(), rng) for picture in shot.pictures[:2]]
    return Blend(*zooms) if len(zooms) == 2 else zooms[0]


def _lay(words: Caption, image: Image.Image, strength: float) -> None:
    ink, shade = words.ink, words.shade
    if strength < 1:
        ink = ink.point(lambda value: value * strength)
        shade = shade.point(lambda value: value * strength)
    image.paste("black", (0, words.top), shade)
    image.paste("white", (0, words.top), ink)


def last_frame(path: Path) -> Image.Image:
    """The last picture of a clip."""
    with av.open(str(path)) as clip:
        frames = clip.decode(video=0)
        last = next(frames)
        for last in frames:  # noqa: B007 - the last one is what is wanted
            pass
        image: Image.Image = last.to_image()  # type: ignore[no-untyped-call]
        return image
