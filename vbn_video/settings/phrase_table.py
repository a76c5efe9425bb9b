"""What people say where a meeting begins, rests and ends: the phrases as values, and their TOML text.

A table is TOML text: for each kind of phrase a list, which says how it may be put:

    greeting = ["(hjertelig) velkommen (til)", "godmorgen/goddag/godaften", "hej ?"]
    break = ["holder … pause"]

Words in brackets may be missing, one of the words with `/` between them is said, at `…` a few other words may stand, and `?` at
the end calls the phrase a weak sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from operator import contains
from typing import Any

from vbn_video.errors import InputError
from vbn_video.messages import _, did_you_mean
from vbn_video.settings.choices import PHRASE_KINDS, PhraseKind
from vbn_video.settings.toml_lines import Key, TomlError, at_line, key_lines, line_of, parse_toml

MOST_WORDINGS = 64
"""More ways to say one phrase than this are a mistake: each is looked for."""
WEAK = 0.5
"""Strength of a phrase with `?`."""
_PIECE = re.compile(r"[()]|…|\.\.\.|\?|[^\s()…?]+")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*(/[^\W\d_][\w'’.-]*)*")

Wording = tuple[tuple[str, ...], ...]
"""One way to say a phrase: runs of words; between two runs a few other words may stand."""


@dataclass(frozen=True)
class Phrase:
    """Something that people say at one point of a meeting, in all its wordings, without those that hold another one."""

    kind: PhraseKind
    text: str
    """As it stands in the table."""
    wordings: tuple[Wording, ...]
    strength: float = 1.0
    """How much it tells where it is said: 1, or `WEAK`."""


@dataclass(frozen=True)
class PhraseTable:
    """All phrases, in their order."""

    phrases: tuple[Phrase, ...] = ()


class _PhraseError(ValueError):
    """A phrase that can't be understood; its text is the reason."""


@lru_cache(maxsize=8)  # a plan needs them for the cut and for the chapters
def parse_phrases(text: str, file: str) -> PhraseTable:
    """The phrases of a TOML text, which stands in that file.

    Raises:
        InputError: it is no TOML, or holds something else than phrases; the sentence names the line.
    """
    try:
        found = parse_toml(text)
    except TomlError as error:
        sentence = _('{place}: this is not TOML ({why}). A list of phrases is greeting = ["godmorgen", "velkommen (til)"].')
        raise InputError(sentence, place=at_line(file, error.line), why=error.why, path=file) from error
    phrases: list[Phrase] = []
    for key, kind, said in _entries(found, file, text):
        try:
            phrases.append(_phrase(kind, said))
        except _PhraseError as error:
            raise InputError("{place}: {why}", place=_place(file, key, text, said), why=str(error), path=file) from error
    return PhraseTable(tuple(phrases))


def _entries(found: Mapping[str, Any], file: str, text: str) -> Iterator[tuple[Key, PhraseKind, str]]:
    """(where, kind, text) of each phrase."""
    for kind, listed in found.items():
        if kind not in PHRASE_KINDS:
            sentence = _("{place}: there is no kind of phrase {name}. There are: {there}.") + did_you_mean(kind, PHRASE_KINDS)
            place, there = _place(file, (kind,), text), ", ".join(PHRASE_KINDS)
            raise InputError(sentence, place=place, name=kind, there=there, path=file)
        if not isinstance(listed, list) or not all(isinstance(said, str) for said in listed):
            sentence = _('{place}: {name} must be a list of texts: {name} = ["godmorgen", "velkommen (til)"].')
            raise InputError(sentence, place=_place(file, (kind,), text), name=kind, path=file)
        for said in listed:
            yield (kind,), kind, said


def _place(file: str, key: Key, text: str, said: str = "") -> str:
    """The file with the line on which the key stands, or the first one from there on that holds what is said."""
    first = line_of(key, key_lines(text)) or 1
    lines = text.split("\n")[first - 1 :]
    return at_line(file, first + next((number for number, line in enumerate(lines) if said in line), 0))


def _phrase(kind: PhraseKind, text: str) -> Phrase:
    pieces = _PIECE.findall(text)
    weak = pieces[-1:] == ["?"]
    wordings = tuple(dict.fromkeys(_wordings(text, pieces[:-1] if weak else pieces)))
    return Phrase(kind, " ".join(text.split()), tuple(_shortest(wordings)), WEAK if weak else 1.0)


def _shortest(wordings: Sequence[Wording]) -> Iterator[Wording]:
    """Those that don't say another one too: each run, as text between spaces, holds the other's run."""
    texts = [[f" {' '.join(run)} " for run in wording] for wording in wordings]
    for wording, runs in zip(wordings, texts, strict=True):
        if not any(other is not runs and len(other) == len(runs) and all(map(contains, runs, other)) for other in texts):
            yield wording


def _wordings(text: str, pieces: list[str]) -> Iterator[Wording]:
    """Every way to say the phrase.

    Raises:
        _PhraseError: it can't be understood, or there are too many.
    """
    choices: list[list[tuple[str, ...]]] = []
    inside: list[list[tuple[str, ...]]] | None = None
    for piece in pieces:
        if piece == "(":
            if inside is not None:
                raise _PhraseError(_("“{text}” has brackets inside brackets.").format(text=text))
            inside = []
        elif piece == ")":
            if not inside:
                raise _PhraseError(_("“{text}” has a bracket too many or too few.").format(text=text))
            choices.append([*map(_joined, product(*inside)), ()])
            inside = None
        else:
            (choices if inside is None else inside).append(_words_of(text, piece))
    if inside is not None:
        raise _PhraseError(_("“{text}” has a bracket too many or too few.").format(text=text))
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST_WORDINGS:
        sentence = _(
            "“{text}” can be said in too many ways: {count}, and at most {most} can be looked for. Write several phrases."
        )
        raise _PhraseError(sentence.format(text=text, count=count, most=MOST_WORDINGS))
    for words in map(_joined, product(*choices)):
        wording = _runs(words)
        if not wording:
            raise _PhraseError(_("“{text}” has no word that must be said.").format(text=text))
        yield wording


def _words_of(text: str, piece: str) -> list[tuple[str, ...]]:
    if piece in ("…", "..."):
        return [("…",)]
    if not _WORD.fullmatch(piece):
        raise _PhraseError(_("“{text}”: {piece} is no word.").format(text=text, piece=piece))
    return [(word.lower(),) for word in piece.split("/")]


def _joined(words: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(word for several in words for word in several)


def _runs(words: tuple[str, ...]) -> Wording:
    runs: list[list[str]] = [[]]
    for word in words:
        if word == "…":
            runs.append([])
        else:
            runs[-1].append(word)
    return tuple(tuple(run) for run in runs if run)


def joined_tables(tables: Iterable[PhraseTable]) -> PhraseTable:
    """All phrases of several tables, in order."""
    return PhraseTable(tuple(phrase for table in tables for phrase in table.phrases))
