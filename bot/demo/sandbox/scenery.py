"""A drawn landscape that moves: sky, sun or moon, clouds, birds, and hills that pass at their own
speeds. The colours, the ridges and the weather come from the shot's fingerprint.
"""

import math
import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bot.demo.sandbox.palette import LIGHTS, Colour, mixed
from bot.demo.sandbox.shot import Shot

SMOOTH = 2
"""Ridges are drawn this many times larger and shrunk, so that their edges are smooth."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A strip that passes: `paint` through `mask`, its top at `top`, `travel` pixels in all.

    Where the mask ends, the paint goes on without one, which is far quicker.
    """

    paint: Image.Image
    mask: Image.Image
    top: int
    travel: float

    def lay(self, image: Image.Image, progress: float) -> None:
        """Paint what of it is in view at `progress` over the image."""
        left = round(self.travel * progress)
        right, edge = left + image.width, self.mask.height
        view = (left, 0, right, edge)
        image.paste(self.paint.crop(view), (0, self.top), self.mask.crop(view))
        if self.paint.height > edge:
            solid = self.paint.crop((left, edge, right, self.paint.height))
            image.paste(solid, (0, self.top + edge))


class Scenery:
    """The landscape of one shot."""

    def __init__(self, shot: Shot, rng: random.Random) -> None:
        self._size = (shot.width, shot.height)
        self._seconds = shot.seconds
        self._rng = rng
        self._light = rng.choice(LIGHTS)
        self._horizon = shot.height * rng.uniform(0.56, 0.64)
        self._sky = self._painted_sky()
        self._sun = self._sun_glow()
        self._sun_way = self._chosen_sun_way()
        self._clouds = self._cloud_layer()
        self._hills = [self._hill_layer(depth) for depth in (0.0, 0.33, 0.66, 1.0)]
        self._birds = self._flock()

    def frame(self, progress: float) -> Image.Image:
        """The frame at `progress`, 0 to 1."""
        image = self._sky.copy()
        self._lay_sun(image, progress)
        self._clouds.lay(image, progress)
        for layer in self._hills[:2]:
            layer.lay(image, progress)
        self._draw_birds(image, progress)
        for layer in self._hills[2:]:
            layer.lay(image, progress)
        return image

    def _painted_sky(self) -> Image.Image:
        width, height = self._size
        top, middle, low = self._light.sky
        column = Image.new("RGB", (1, height))
        for y in range(height):
            share = min(1.0, y / self._horizon)
            half = (top, middle, share * 2) if share < 0.5 else (middle, low, share * 2 - 1)
            column.putpixel((0, y), mixed(*half))
        sky = column.resize((width, height))
        if self._light.night:
            self._draw_stars(sky)
        return sky

    def _draw_stars(self, sky: Image.Image) -> None:
        draw = ImageDraw.Draw(sky)
        for _ in range(140):
            x = self._rng.uniform(0, sky.width)
            y = self._rng.uniform(0, 1) ** 1.6 * self._horizon * 0.9
            size = sky.height / 540 * self._rng.choice((0.5, 0.7, 1.1))
            bright = mixed(self._light.sky[1], (255, 255, 255), self._rng.uniform(0.3, 0.95))
            draw.ellipse((x - size, y - size, x + size, y + size), fill=bright)

    def _chosen_sun_way(self) -> tuple[float, float, float]:
        """Where it stands (x), and its heights at the start and the end, in pixels."""
        width, _ = self._size
        x = width * self._rng.choice((self._rng.uniform(0.2, 0.4), self._rng.uniform(0.6, 0.8)))
        low, high = self._horizon * 0.86, self._horizon * 0.52
        return (x, low, high) if self._rng.random() < 0.6 else (x, high, low)

    def _sun_glow(self) -> Image.Image:
        """A mask: the disc and the light around it."""
        radius = round(min(self._size) * 0.052)
        reach = radius * 7
        glow = ImageChops.invert(Image.radial_gradient("L"))
        # Thin far out, dense near the disc; radial_gradient reaches beyond the square's edge.
        glow = glow.point(lambda value: round(190 * max(0.0, (value - 75) / 180) ** 2.2))
        glow = glow.resize((2 * reach, 2 * reach), Image.Resampling.BICUBIC)
        disc = Image.new("L", (8 * radius, 8 * radius))
        ImageDraw.Draw(disc).ellipse((0, 0, 8 * radius - 1, 8 * radius - 1), fill=255)
        disc = disc.resize((2 * radius, 2 * radius), Image.Resampling.LANCZOS)
        glow.paste(255, (reach - radius, reach - radius), disc)
        return glow

    def _lay_sun(self, image: Image.Image, progress: float) -> None:
        x, start, end = self._sun_way
        y = start + (end - start) * progress
        corner = (round(x - self._sun.width / 2), round(y - self._sun.height / 2))
        image.paste(self._light.sun, corner, self._sun)

    def _cloud_layer(self) -> Layer:
        width, _ = self._size
        travel = width * 0.014 * self._seconds
        size = (math.ceil(width + travel), round(self._horizon))
        mask = Image.new("L", size)
        for _ in range(self._rng.randint(4, 7)):
            self._draw_cloud(mask)
        colour = mixed(self._light.sky[2], self._light.sun, 0.2 if self._light.night else 0.7)
        _, top, _, bottom = mask.getbbox() or (0, 0, 0, 1)
        mask = mask.crop((0, top, size[0], bottom))
        return Layer(Image.new("RGB", mask.size, colour), mask, top, travel)

    def _draw_cloud(self, mask: Image.Image) -> None:
        """Puffs on a flat foot, dense above and thin below; small ones are low, as if far away."""
        rng = self._rng
        near = rng.random()
        size = min(self._size) * (0.1 + 0.24 * near) * SMOOTH
        puffs = Image.new("L", (round(size * 2), round(size * 0.5)))
        draw = ImageDraw.Draw(puffs)
        foot = puffs.height * 0.8
        draw.rounded_rectangle((size * 0.15, foot * 0.8, size * 1.85, foot), foot * 0.1, fill=255)
        for _ in range(6):
            x = min(max(rng.gauss(size, size * 0.24), size * 0.4), size * 1.6)
            wide, high = size * rng.uniform(0.18, 0.34), foot * rng.uniform(0.3, 0.95)
            draw.ellipse((x - wide, foot - high, x + wide, foot + high), fill=255)
        draw.rectangle((0, foot, puffs.width, puffs.height), fill=0)
        fading = ImageChops.invert(Image.linear_gradient("L").resize(puffs.size))
        puffs = ImageChops.multiply(
            puffs, fading.point(lambda value: round(value * (0.2 + 0.35 * near)))
        )
        puffs = puffs.resize((puffs.width // SMOOTH, puffs.height // SMOOTH), Image.Resampling.BOX)
        puffs = puffs.filter(ImageFilter.GaussianBlur(puffs.height * 0.03))
        corner = (
            round(rng.uniform(-0.1, 0.95) * mask.width),
            round((0.62 - 0.56 * near + rng.uniform(0, 0.12)) * mask.height),
        )
        mask.paste(255, corner, puffs)

    def _hill_layer(self, depth: float) -> Layer:
        """Hills from far (0) to near (1): lower, larger, darker, faster, and with firs on top."""
        width, height = self._size
        travel = width * (0.008 + 0.075 * depth**1.5) * self._seconds
        length = math.ceil(width + travel)
        base = self._horizon + (height - self._horizon) * (0.02 + 0.62 * depth)
        swing = height * (0.075 + 0.02 * depth)
        top = max(0, round(base - 1.9 * swing - height * 0.09 * depth))
        ridge = self._ridge(length, base - top, swing, rough=1 - depth)
        # Further down the next hills hide it, whatever their ridges are.
        bottom = min(height, round(base + (height - self._horizon) * 0.21 + 2.2 * swing))
        edge = min(bottom - top, math.ceil(max(ridge)) + 1)
        mask = self._silhouette(ridge, edge, firs=depth if depth > 0.5 else 0.0)
        return Layer(self._hill_paint((length, bottom - top), depth), mask, top, travel)

    def _ridge(self, length: int, base: float, swing: float, *, rough: float) -> list[float]:
        """The height of the skyline at every drawn column, in pixels from the layer's top."""
        unit = max(self._size) / 3
        waves = [
            (self._rng.uniform(0.8, 1.3) / (stretch * unit), self._rng.uniform(0, math.tau), size)
            for stretch, size in (
                (1.1, 0.62),
                (0.47, 0.3),
                (0.2, 0.16 * rough),
                (0.07, 0.07 * rough),
            )
        ]
        return [
            base
            - swing
            * sum(
                size * math.sin(math.tau * x / SMOOTH * pace + turn) for pace, turn, size in waves
            )
            for x in range(length * SMOOTH)
        ]

    def _silhouette(self, ridge: list[float], height: int, *, firs: float) -> Image.Image:
        drawn = Image.new("L", (len(ridge), height * SMOOTH))
        draw = ImageDraw.Draw(drawn)
        skyline = [(float(x), y * SMOOTH) for x, y in enumerate(ridge)]
        draw.polygon([(0, drawn.height), *skyline, (drawn.width, drawn.height)], fill=255)
        if firs:
            self._draw_firs(draw, ridge, firs)
        return drawn.resize((len(ridge) // SMOOTH, height), Image.Resampling.BOX)

    def _draw_firs(self, draw: ImageDraw.ImageDraw, ridge: list[float], depth: float) -> None:
        rng = self._rng
        full = min(self._size) * 0.085 * depth**2 * SMOOTH
        x = 0.0
        while x < len(ridge):
            # Groves and clearings.
            grove = math.sin(x / full / 9) + rng.uniform(-0.8, 0.5)
            if grove > 0:
                self._draw_fir(draw, x, ridge[int(x)] * SMOOTH, full * rng.uniform(0.5, 1.15))
            x += full * rng.uniform(0.18, 0.5)

    @staticmethod
    def _draw_fir(draw: ImageDraw.ImageDraw, x: float, ground: float, tall: float) -> None:
        for tier in range(3):
            tip = ground - tall * (1 - 0.24 * tier)
            foot = ground - tall * (0.5 - 0.26 * tier)
            half = tall * (0.11 + 0.06 * tier)
            draw.polygon([(x, tip), (x - half, foot), (x + half, foot)], fill=255)

    def _hill_paint(self, size: tuple[int, int], depth: float) -> Image.Image:
        """Haze gathers at the foot of each ridge, so that the next one stands out against it."""
        crest = mixed(self._light.far, self._light.near, depth)
        foot = mixed(crest, self._light.sky[2], 0.42 * (1 - depth))
        column = Image.new("RGB", (1, size[1]))
        for y in range(size[1]):
            column.putpixel((0, y), mixed(crest, foot, y / size[1]))
        return column.resize(size)

    def _flock(self) -> list[tuple[float, float, float]]:
        """Birds: where they are (x, y, of the frame) at the start, and their beat's offset."""
        if self._light.night:
            return []
        rng = self._rng
        x, y = rng.uniform(0.1, 0.5), rng.uniform(0.16, 0.34)
        return [
            (x + rng.gauss(0, 0.05), y + rng.gauss(0, 0.03), rng.random())
            for _ in range(rng.randint(3, 7))
        ]

    def _draw_birds(self, image: Image.Image, progress: float) -> None:
        width, height = self._size
        colour = mixed(self._light.near, self._light.far, 0.25)
        seconds = progress * self._seconds
        for x, y, offset in self._birds:
            at = ((x + 0.035 * seconds) * width, (y - 0.004 * seconds) * height)
            beat = math.sin(math.tau * (1.6 * seconds + offset))
            _draw_bird(image, at, span=min(self._size) * 0.017, beat=beat, colour=colour)


def _draw_bird(
    image: Image.Image, at: tuple[float, float], *, span: float, beat: float, colour: Colour
) -> None:
    """Two wings, drawn four times larger and shrunk."""
    side = 2 * math.ceil(span) + 4
    drawn = Image.new("L", (4 * side, 4 * side))
    middle, reach = 2 * side, 4 * span
    lift = reach * (0.25 + 0.35 * beat)
    wings = [
        (middle - reach, middle - lift),
        (middle - reach * 0.4, middle - lift * 0.8),
        (middle, middle),
        (middle + reach * 0.4, middle - lift * 0.8),
        (middle + reach, middle - lift),
    ]
    ImageDraw.Draw(drawn).line(wings, fill=255, width=max(2, round(reach * 0.14)), joint="curve")
    mask = drawn.resize((side, side), Image.Resampling.BOX)
    # The fraction of a pixel is lost here; at the speed of a bird nobody sees it.
    image.paste(colour, (round(at[0] - side / 2), round(at[1] - side / 2)), mask)
