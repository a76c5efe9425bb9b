"""Words as an engine would have heard them, from a line of text."""

from __future__ import annotations

from vbn_video.evidence import Word
from vbn_video.plan.danish.writing import TextSettings, WrittenWords, write_danish
from vbn_video.settings.glossary import Glossary

NO_GLOSSARY = Glossary()


def spoken(text: str, start_us: int = 0, letters_a_s: float = 14.0, speaker: str | None = None) -> tuple[Word, ...]:
    """The words of a text, one after the other at that speed, with a small gap between them."""
    words = []
    for part in text.split():
        length_us = max(round((len(part) + 1) / letters_a_s * 1_000_000), 100_000)
        words.append(Word(start_us, start_us + length_us - 20_000, part, 0.9, speaker))
        start_us += length_us
    return tuple(words)


def rewritten(text: str, glossary: Glossary = NO_GLOSSARY, **settings: object) -> str:
    """How a heard text is written."""
    return text_of(write_danish(spoken(text), TextSettings(**settings), glossary))  # type: ignore[arg-type]


def proposed(text: str, glossary: Glossary = NO_GLOSSARY) -> list[tuple[str, str]]:
    """(what stands, what is proposed) for each place that is left for the editor."""
    changes = write_danish(spoken(text), TextSettings(), glossary).changes
    return [(change.before, change.after) for change in changes if not change.certain]


def text_of(made: WrittenWords) -> str:
    """The words as one line."""
    return " ".join(word.text for word in made.words)
