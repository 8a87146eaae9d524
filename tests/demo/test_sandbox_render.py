import io
from pathlib import Path

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.demo.sandbox.lettering import ELLIPSIS, balanced, caption, drawable, wrap
from bot.demo.sandbox.render import Stopped, last_frame, render
from bot.demo.sandbox.shot import Picture, Shot, even, picture_of
from tests.demo.sandbox_client import picture


def shot(prompt: str = "a wolf", **changes: object) -> Shot:
    facts = {"mode": "text", "prompt": prompt, "seed": 1, "seconds": 1, "width": 96, "height": 54}
    return Shot(**(facts | {"fps": 6} | changes))  # type: ignore[arg-type]


def kept(file: bytes) -> Picture:
    return picture_of(Image.open(io.BytesIO(file)), file)


def rendered(wanted: Shot, folder: Path) -> bytes:
    file = folder / "clip.mp4"
    render(wanted, file)
    return file.read_bytes()


def first_frame(file: Path) -> Image.Image:
    with av.open(str(file)) as clip:
        image: Image.Image = next(clip.decode(video=0)).to_image()  # type: ignore[no-untyped-call]
        return image


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def test_a_clip_is_h264_of_the_size_and_length_asked_for(tmp_path: Path) -> None:
    render(shot(seconds=2, fps=12), tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        stream = clip.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert (stream.width, stream.height, stream.pix_fmt) == (96, 54, "yuv420p")
        assert len(list(clip.decode(stream))) == 24
        assert clip.duration is not None
        assert clip.duration / av.time_base == pytest.approx(2, abs=1 / 12)


def test_the_index_stands_before_the_pictures(tmp_path: Path) -> None:
    raw = rendered(shot(), tmp_path)
    assert 0 < raw.index(b"moov") < raw.index(b"mdat")


def test_a_clip_with_sound_has_a_track_as_long_as_the_pictures(tmp_path: Path) -> None:
    render(shot(audio=True, seconds=2), tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        sound = clip.streams.audio[0]
        assert sound.codec_context.name == "aac"
        assert sound.duration is not None
        assert sound.time_base is not None
        assert float(sound.duration * sound.time_base) == pytest.approx(2, abs=0.1)
        loud = max(max(memoryview(bytes(f.planes[0])).cast("f")) for f in clip.decode(sound))
        assert loud > 0.1


def test_equal_orders_give_equal_files(tmp_path: Path) -> None:
    file = rendered(shot(), tmp_path)
    assert rendered(shot(), tmp_path) == file
    assert b" mbtree=0 " in file, "with it one file in a hundred differs"


@pytest.mark.parametrize(
    "other", [{"prompt": "a fox"}, {"seed": 2}, {"pictures": (kept(picture()),)}]
)
def test_prompt_seed_and_picture_each_change_the_clip(
    other: dict[str, object], tmp_path: Path
) -> None:
    assert shot().fingerprint != shot(**other).fingerprint  # type: ignore[arg-type]
    assert rendered(shot(), tmp_path) != rendered(shot(**other), tmp_path)  # type: ignore[arg-type]


def test_the_size_does_not_change_what_is_shown() -> None:
    assert shot().fingerprint == shot(width=960, height=540, fps=24).fingerprint


def test_a_scene_moves(tmp_path: Path) -> None:
    file = tmp_path / "clip.mp4"
    render(shot("", seconds=3, width=192, height=108), file)
    assert first_frame(file).tobytes() != last_frame(file).tobytes()


def test_a_picture_is_shown_and_comes_closer(tmp_path: Path) -> None:
    half = Image.new("RGB", (192, 108), "navy")
    half.paste("orange", (48, 27, 144, 81))
    file = io.BytesIO()
    half.save(file, "PNG")
    clip = tmp_path / "clip.mp4"
    render(shot("", pictures=(kept(file.getvalue()),), width=192, height=108), clip)
    middles = [pixel(frame, 96, 54) for frame in (first_frame(clip), last_frame(clip))]
    assert all(red > 200 and blue < 60 for red, _, blue in middles)
    blue_before, blue_after = (
        sum(frame.getchannel("B").histogram()[96:])
        for frame in (first_frame(clip), last_frame(clip))
    )
    assert 0 < blue_after < blue_before * 0.95


def test_a_transition_goes_from_the_first_picture_to_the_last(tmp_path: Path) -> None:
    pictures = (kept(picture(colour="red")), kept(picture(colour="blue")))
    render(shot("", pictures=pictures, fps=12), tmp_path / "clip.mp4")
    red, _, blue = pixel(first_frame(tmp_path / "clip.mp4"), 48, 27)
    assert red > 200 > blue
    red, _, blue = pixel(last_frame(tmp_path / "clip.mp4"), 48, 27)
    assert blue > 200 > red


def test_transparent_parts_become_white_and_a_turned_photo_stands_upright() -> None:
    clear = kept(picture(colour=(0, 0, 0, 0), mode="RGBA"))
    assert min(pixel(clear.image(), 5, 5)) > 250
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (64, 48)).save(file, "JPEG", exif=exif)
    turned = kept(file.getvalue())
    assert (turned.width, turned.height) == (48, 64)


def test_a_rendering_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    with pytest.raises(Stopped):
        # The encoder looks ahead: it takes some frames before anything is written.
        render(shot(seconds=30), clip, stopped=clip.exists)
    assert not clip.exists()


def test_the_words_fade_in(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    pictures = (kept(picture(colour="black")),)
    render(shot("a wolf", pictures=pictures, width=320, height=180), clip)
    bright = [
        sum(frame.convert("L").histogram()[160:]) for frame in (first_frame(clip), last_frame(clip))
    ]
    assert bright[0] == 0
    assert bright[1] > 100


STRANGE = [
    "🦊🔥👩‍👩‍👧‍👦",
    "雪の中のオオカミ",
    "ذئب في الثلج",
    "שלום עולם",
    "e\u0301\u0302\u0303" * 40,
    "\ud800 alone",
    "\x00\x07\u202e\u200b",
    "",
    "   \n\t ",
    "w" * 3000,
    "a wolf\n\nin the snow",
]


@pytest.mark.parametrize("prompt", STRANGE)
def test_no_text_keeps_a_clip_from_being_made(prompt: str, tmp_path: Path) -> None:
    assert len(rendered(shot(prompt), tmp_path)) > 500


def test_the_words_are_in_the_picture() -> None:
    words = caption("a wolf", width=320, height=180)
    assert words is not None
    box = words.ink.getbbox()
    assert box is not None
    assert words.top + box[3] < 180
    assert 30 < box[2] - box[0] < 300
    assert abs((box[0] + box[2]) / 2 - 160) < 6


def test_what_the_font_cannot_show_is_left_out() -> None:
    assert drawable("a\U0010fffe wolf\ud800") == "a wolf"
    assert caption("\U0010fffe", width=96, height=54) is None


def test_a_long_prompt_is_cut_with_an_ellipsis() -> None:
    assert drawable("wolf " * 1000).endswith(ELLIPSIS)
    assert caption("wolf " * 1000, width=320, height=180) is not None


def test_no_single_word_is_left_for_the_last_line() -> None:
    lines = balanced("two foxes dance under the aurora", measure=len, width=28)
    assert lines == ["two foxes dance", "under the aurora"]


@given(st.text(), st.integers(1, 40), st.integers(1, 6))
def test_wrapped_lines_fit_and_nothing_but_a_marked_cut_is_lost(
    text: str, width: int, max_lines: int
) -> None:
    lines = wrap(text, measure=len, width=width, max_lines=max_lines)
    assert len(lines) <= max_lines
    assert all(len(line) <= width for line in lines)
    whole, shown = "".join(text.split()), "".join("".join(lines).split())
    if shown != whole:
        assert lines[-1].endswith(ELLIPSIS)
        assert whole.startswith(shown.removesuffix(ELLIPSIS))


@settings(max_examples=60)
@given(st.text(max_size=80), st.sampled_from([(96, 54), (54, 96), (16, 16), (320, 180)]))
def test_a_caption_can_be_made_of_any_text(text: str, size: tuple[int, int]) -> None:
    words = caption(text, width=size[0], height=size[1])
    assert words is None or words.ink.size == words.shade.size


@given(st.floats(-10, 5000))
def test_sizes_are_even(pixels: float) -> None:
    assert even(pixels) % 2 == 0
    assert even(pixels) >= 16
