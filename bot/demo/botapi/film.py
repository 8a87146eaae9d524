"""What is in a video."""

from dataclasses import dataclass
from pathlib import Path

import av

from bot.demo.botapi.pictures import Jpeg, thumbnail


@dataclass(frozen=True, slots=True)
class Film:
    """A video's own facts: pixels as they are shown, whole seconds, a picture of its beginning."""

    width: int
    height: int
    duration: int
    thumbnail: Jpeg


def look_at(path: Path) -> Film | None:
    """The facts of an MP4; None for anything else. Works for a while: not for a loop."""
    with path.open("rb") as file:
        if file.read(12)[4:8] != b"ftyp":
            return None
    return _probe(path)


def _probe(path: Path) -> Film | None:
    try:
        with av.open(str(path)) as container:
            stream = next(iter(container.streams.video), None)
            frame = next(container.decode(stream), None) if stream is not None else None
            if frame is None:
                return None
            seconds = container.duration / av.time_base if container.duration else 0.0
            picture = frame.to_image()  # type: ignore[no-untyped-call]
    except (av.FFmpegError, ValueError):
        return None
    return Film(picture.width, picture.height, round(seconds), thumbnail(picture))
