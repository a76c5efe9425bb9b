"""Slides with Danish text, drawn: a title, lines of text, a participant's tile with his name, a clock."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONTS = sorted((Path(__file__).parents[2] / "intros" / "fonts").glob("*.ttf"))
TITLES = (
    "Velkommen til Grenaa Havn",
    "De fem faser i den svære samtale",
    "Årets økonomi på ét blik",
    "Hvad siger overenskomsten?",
    "Økologisk mælk fra Kolind",
    "Ærlighed og åbenhed",
    "Vækst på Djursland",
    "Sådan søger du Erasmus+",
    "Øget sikkerhed: ISO 27001",
    "Fra idé til færdig løsning",
    "Børnene i Ørum",
    "Spørgsmål",
    "Næste skridt",
    "Støtte fra LAG Djursland",
    "GDPR i praksis",
    "Nøglepersoner og ansvar",
    "Hvorfor bæredygtighed?",
    "Kurser for frivillige",
    "Om Fjordens Bageri",
    "Håndbog for nye ledere",
)
TEXT = (
    "Aftaler med Nimtofte Smedje",
    "Økonomien er på plads",
    "Vi åbner i uge 42",
    "Ny hjemmeside til foråret",
    "Bjarke og hans kolleger",
    "Færre møder, bedre referater",
    "Kåre fra Syddjurs Kommune",
    "Støtte fra EU's fonde",
    "Ærgrelser undervejs",
    "Læs mere på side 14",
)
PEOPLE = ("Anne Møller", "Bjarne Østergård", "Kirsten Åby")
GROUNDS = ((255, 255, 255), (250, 245, 235), (235, 240, 250))
INKS = ((20, 20, 20), (30, 60, 110), (120, 30, 20))


@dataclass(frozen=True)
class WrittenSlide:
    """A drawn slide, and what stands on it."""

    pixels: NDArray[np.uint8]
    title: str
    text: tuple[str, ...]
    participant: str


def written_slide(
    seed: int, size: tuple[int, int] = (1280, 720), title: str | None = None, text: tuple[str, ...] | None = None
) -> WrittenSlide:
    """Slide number `seed`: one in four is light on dark; the tile lies beside the title."""
    choose = random.Random(seed)
    width, height = size
    ground, ink = ((20, 30, 70), (255, 255, 255)) if seed % 4 == 0 else (choose.choice(GROUNDS), choose.choice(INKS))
    title = TITLES[seed % len(TITLES)] if title is None else title
    text = tuple(choose.sample(TEXT, 4)) if text is None else text
    person, font = choose.choice(PEOPLE), choose.choice(FONTS)
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)

    def write(x: float, y: float, words: str, letters: float, fill: tuple[int, int, int]) -> None:
        draw.text((x * width, y * height), words, font=ImageFont.truetype(font, round(letters * height)), fill=fill)

    write(0.05, 0.08, title, choose.choice((0.06, 0.07, 0.08)), ink)
    letters = choose.choice((0.038, 0.042, 0.046))
    for number, line in enumerate(text):
        write(0.07, 0.30 + 1.8 * letters * number, f"• {line}", letters, ink)
    draw.rectangle((0.85 * width, 0.02 * height, 0.98 * width, 0.16 * height), fill=(90, 90, 90))
    write(0.855, 0.13, person, 0.022, (255, 255, 255))
    write(0.9, 0.94, f"14:{seed % 60:02}", 0.025, ink)
    return WrittenSlide(np.asarray(image), title, text, person)
