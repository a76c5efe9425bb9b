"""Draw the picture behind the template `horisont`: hills in mist over a fjord, in the network's colours.

python tools/make_background.py intros/horisont.jpg
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

WIDTH, HEIGHT = 1920, 1080
SKY_TOP, SKY_LOW, NEAREST = "#2c6a74", "#c9ddd8", "#0b3b44"
HILLS = 6


def ridge(number: int, across: np.ndarray) -> np.ndarray:
    """The height line of a range of hills, in pixels from the upper edge."""
    noise = np.random.default_rng(20201208 + number)
    line = np.zeros_like(across)
    for octave in range(1, 7):
        line += np.sin(across * (1.3 * octave**1.4 + noise.uniform(0, 0.8)) + noise.uniform(0, 6.28)) / octave**1.35
    return HEIGHT * (0.46 + 0.092 * number) + line * (38 + 6 * number)


def draw() -> Image.Image:
    """The whole picture, from the sky to the nearest shore."""
    top, low, near = (np.array(ImageColor.getrgb(colour), np.float64) for colour in (SKY_TOP, SKY_LOW, NEAREST))
    across, down = np.linspace(0, 3.1, WIDTH), np.arange(HEIGHT)[:, None]
    share = np.clip(down / (HEIGHT * 0.62), 0, 1)[..., None] ** 1.5
    picture = np.broadcast_to(top + (low - top) * share, (HEIGHT, WIDTH, 3)).copy()
    for number in range(HILLS):
        depth = (number + 1) / HILLS
        line = ridge(number, across)[None, :]
        inside = np.clip(down - line, 0, 1)[..., None]
        mist = np.clip((down - line) / (HEIGHT * 0.32), 0, 1)[..., None] * (1 - depth) * 0.55
        colour = low + (near - low) * depth**0.8
        picture += inside * (colour + (low - colour) * mist - picture)
    grain = np.random.default_rng(1).normal(0, 0.7, (HEIGHT, WIDTH, 1))  # hides the steps of 8 bits
    return Image.fromarray(np.clip(picture + grain, 0, 255).astype(np.uint8))


if __name__ == "__main__":
    draw().save(Path(sys.argv[1]), quality=82, optimize=True, progressive=True)
