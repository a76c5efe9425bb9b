"""Punctuation: no space before it, none doubled, dashes, the quotation marks that the preset asks for, and a full stop where
another speaker takes over: the model, which hears no change of voice, often writes a comma there."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from vbn_video.evidence import Word
from vbn_video.plan.danish.breaks import ABBREVIATIONS
from vbn_video.plan.danish.rules.text_edits import TextEdit
from vbn_video.plan.danish.tokens import token

CLOSING = frozenset(",.;:?!…)]")
LONGEST_QUOTATION = 80
"""In words: marks further from each other are not a pair."""
_MARK = '"»«„“”'
_OPENER = re.compile(rf"^([(\[]*)([{_MARK}])(?=\w)")
_CLOSER = re.compile(rf"(?<=[\w.?!…])([{_MARK}])([.,;:?!…)\]]*)$")
_TWO_SIGNS = re.compile(r"[.,;:?!…]{2}")
_ADDRESS = re.compile(r"://|www\.|@")


def spacing(texts: Sequence[str]) -> Iterator[TextEdit]:
    """Punctuation that stands alone joins the word before it; a hyphen that stands alone is a dash."""
    for index, text in enumerate(texts):
        if text in ("-", "--", "—"):
            yield TextEdit(index, index + 1, ("–",), "dash")
        elif index and text and set(text) <= CLOSING and set(texts[index - 1]) - CLOSING:
            yield TextEdit(index - 1, index + 1, (texts[index - 1] + text,), "spacing")


def doubled_signs(texts: Sequence[str]) -> Iterator[TextEdit]:
    """One sign where there are two; three points and more are an ellipsis."""
    for index, text in enumerate(texts):
        if not _ADDRESS.search(text) and (single := _single(text)) != text:
            yield TextEdit(index, index + 1, (single,), "punctuation")


def _single(text: str) -> str:
    if not _TWO_SIGNS.search(text):
        return text
    text = re.sub(r"\.{3,}", "…", text)
    text = re.sub(r"…[….,]+", "…", text)
    text = re.sub(r"([,;:?!])\1+", r"\1", text)
    text = re.sub(r"(?<=\w)\.\.$", ".", text)
    text = re.sub(r"[,;:]+([.?!…])", r"\1", text)
    text = re.sub(r"([?!])[.,;]+", r"\1", text)
    short = re.match(r"(.*\.)[?!]$", text)
    if short and short[1].lower().lstrip("(") not in ABBREVIATIONS:
        text = re.sub(r"\.([?!])$", r"\1", text)
    return text


def quotation_marks(texts: Sequence[str], marks: str) -> Iterator[TextEdit]:
    """Each pair of quotation marks as `marks` has them, the opening and the closing one; a lone one is only pointed out."""
    became: dict[int, str] = {}
    alone: list[int] = []
    opened: int | None = None
    for index, text in enumerate(texts):
        if _OPENER.search(text):
            alone += [opened] if opened is not None else []
            opened = index
        if _CLOSER.search(text) and not re.search(r"\d\"[.,]?$", text):
            if opened is not None and index - opened <= LONGEST_QUOTATION:
                became[opened] = _OPENER.sub(rf"\g<1>{marks[0]}", became.get(opened, texts[opened]))
                became[index] = _CLOSER.sub(rf"{marks[1]}\g<2>", became.get(index, text))
            else:
                alone += [index] if opened is None else [opened, index]
            opened = None
    alone += [opened] if opened is not None else []
    yield from (TextEdit(index, index + 1, (text,), "quotation") for index, text in became.items())
    for index in sorted(set(alone) - set(became)):
        bare = _CLOSER.sub(r"\2", _OPENER.sub(r"\1", texts[index]))
        yield TextEdit(index, index + 1, (bare,), "quotation", certain=False)


def speaker_changes_as_sentences(words: Sequence[Word]) -> Iterator[TextEdit]:
    """A comma before another speaker's word is a full stop; `capitals` sees to the word after it."""
    for index, (before, word) in enumerate(pairwise(words), 1):
        known = before.speaker is not None and word.speaker is not None
        if known and before.speaker != word.speaker and token(before.text).closing == ",":
            yield TextEdit(index - 1, index, (before.text[:-1] + ".",), "turn")
