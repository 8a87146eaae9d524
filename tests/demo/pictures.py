"""Pictures and films to send."""

import io
from functools import cache

import av
from PIL import Image


def picture(width: int = 400, height: int = 300, kind: str = "PNG", **options: object) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@cache
def film(width: int = 320, height: int = 180, seconds: int = 2, shade: int = 0) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(10 * seconds):
            still = Image.new("RGB", (width, height), (number * 5 % 256, shade, 120))
            frame = av.VideoFrame.from_image(still)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()
