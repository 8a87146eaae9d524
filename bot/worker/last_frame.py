"""A program of its own: a video comes in, the last picture that it shows goes out as PNG.

What it reads was made by a stranger, so it runs apart from the bot, with nothing of the bot's in
its memory or environment, and the kernel holds it to its memory and its time. It imports nothing of
the project. Its exit code is one of `Found`.
"""

import io
import resource
import sys
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer

MEMORY_BYTES = 1_500_000_000
CPU_S = 15
MAX_PIXELS = 4096 * 4096
"""Of one picture. With all that a decoder keeps beside it, it fits into the memory."""


class Found(IntEnum):
    """What came of it. A program that the kernel has ended has another code."""

    FRAME = 0
    NOTHING = 3
    """It is no film, or a broken one."""
    TOO_LARGE = 4


class TooLargeError(Exception):
    """A picture has more pixels than we look at."""


def last_frame(film: bytes) -> bytes | None:
    """The picture, upright; None when there is none. Raises TooLargeError."""
    import av  # noqa: PLC0415 (the bot, which knows the codes, does without it)

    kind = _kind(film[:8])
    if kind is None:
        return None
    try:
        with av.open(io.BytesIO(film), "r", format=kind) as container:
            frame = _last(container)
    except (av.FFmpegError, EOFError, ValueError):
        return None
    if frame is None:
        return None
    upright = frame.to_image().rotate(frame.rotation, expand=True)  # type: ignore[no-untyped-call]
    png = io.BytesIO()
    upright.save(png, "PNG", compress_level=1)
    return png.getvalue()


def _kind(head: bytes) -> str | None:
    """The only format as which it may be read, by its first bytes.

    FFmpeg itself would also take a playlist for a film, and open what it names.
    """
    if head[4:8] == b"ftyp":
        return "mp4"
    return "matroska" if head[:4] == b"\x1a\x45\xdf\xa3" else None


def _last(container: "InputContainer") -> "VideoFrame | None":
    """Decoded from the last picture that stands by itself; what comes before is not looked at."""
    stream = next(iter(container.streams.video), None)
    if stream is None:
        return None
    stream.codec_context.thread_count = 1  # each thread has pictures of its own
    _judge(stream.codec_context.width, stream.codec_context.height)
    if stream.duration:
        container.seek((stream.start_time or 0) + stream.duration, stream=stream)
    last = None
    for last in container.decode(stream):
        _judge(last.width, last.height)
    return last


def _judge(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise TooLargeError


def main() -> int:
    """Read the one and write the other."""
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    try:
        png = last_frame(sys.stdin.buffer.read())
    except (TooLargeError, MemoryError):
        return Found.TOO_LARGE
    if png is None:
        return Found.NOTHING
    sys.stdout.buffer.write(png)
    return Found.FRAME


if __name__ == "__main__":
    sys.exit(main())
