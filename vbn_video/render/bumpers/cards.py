"""The card that is shown in place of a break: its words in the intro's look, as one picture for each text.

plan: "Pause – 12 minutter" ─┐
template (its background, field, fonts; [card] where it names another background) ─┴─► layout.py ─► composition.py ─► cards.npz
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.decisions import EditPlan, ProgrammeFormat
from vbn_video.render.bumpers.bumper_templates import BumperLook, Template
from vbn_video.render.bumpers.bumper_texts import BumperTexts, FootLine
from vbn_video.render.bumpers.composition import canvas_of, compose
from vbn_video.render.bumpers.layout import lay_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]

DASH = " – "
"""What stands in front of it ("Pause – 12 minutter") is set above the rest, which would be broken behind the number else."""
STANDING_S = 60.0
"""A moment at which whatever slides in stands."""
PLAIN = Template(Path("card"), BumperLook())
"""Where no bumper has a template."""


def draw_cards(plan: EditPlan, template: Template, fmt: ProgrammeFormat, foot: str, network: str) -> tuple[dict[str, Frame], str]:
    """(each card's text and its picture, height x width x 3 in the programme's coded size; characters the fonts lack).

    `foot` and `network` stand where the intro has them; empty where they shall not.

    Raises:
        InputError: a picture or a font of the template can't be used.
        RecordingError: its film can't be read.
    """
    cards: dict[str, Frame] = {}
    left_out = ""
    for text in dict.fromkeys(span.card for span in plan.kept if span.card):
        cards[text], dropped = _draw(_still(template), text, fmt, foot, network)
        left_out += "".join(character for character in dropped if character not in left_out)
    return cards, left_out


def save_cards(path: Path, cards: Mapping[str, Frame]) -> None:
    """Writes the pictures; the same ones give the same bytes."""
    with path.open("wb") as file:
        np.savez_compressed(file, texts=np.array(list(cards)), frames=np.array(list(cards.values())))


def load_cards(path: Path) -> dict[str, Frame]:
    """Reads what `save_cards` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return dict(zip(arrays["texts"].tolist(), arrays["frames"], strict=True))


def _draw(template: Template, text: str, fmt: ProgrammeFormat, foot: str, network: str) -> tuple[Frame, str]:
    kicker, _dash, title = text.rpartition(DASH)
    texts = BumperTexts(kicker, title, (FootLine(foot),) if foot else (), network)
    layout = lay_out(template, texts, canvas_of(fmt))
    with ExitStack() as opened:
        return np.array(compose(template, layout, fmt, STANDING_S, opened)(STANDING_S - 1), np.uint8), layout.left_out


def _still(template: Template) -> Template:
    """The template as a card is drawn from it: with the background that it names for cards."""
    look = template.look
    return Template(template.path, look.model_copy(update={"background": look.card})) if look.card else template
