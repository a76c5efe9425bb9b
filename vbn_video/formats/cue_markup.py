"""The markup inside a caption of WebVTT or SubRip: its words and who says them; and its tags around the same words, set anew.

    <v Anne>Vi <i>ses</i></v> ──read_cue_text──► lines, speakers, and every tag that would hide words
    the written lines, the new cues ──carry_tags──► lines of the new cues, with the tags at the words where they were

Source: WebVTT, W3C Candidate Recommendation, section 4.2.2; `font` and `{\\an8}` are SubRip's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vbn_video.decisions import Cue
from vbn_video.formats.base import Problem, unescape
from vbn_video.messages import _

_TAG = re.compile(r"<([^<>]*)(>?)")
_PLAIN = r"(?:c|i|b|u|ruby|rt)(?:\.\S*)?\s*"
_NAMING = r"v(?:\.\S*)?(?:\s.*)?|lang(?:\.\S*)?(?:\s+[\w-]+)?\s*"
_FONT = r"font(?:\s+\w+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+))*\s*"
_WELL_FORMED = re.compile(rf"/(?:c|i|b|u|v|ruby|rt|lang|font)\s*|{_PLAIN}|{_NAMING}|{_FONT}|\d+:[\d:.,]+", re.DOTALL)
_KNOWN = re.compile(r"/?(?:c|i|b|u|v|ruby|rt|lang|font)(?![\w-])(?:\.\S*)?")
_VOICE = re.compile(r"v(?:\.\S*)?(?:\s(.*))?", re.DOTALL)
OVERRIDE = re.compile(r"\{(?:\\(?:fn[^\\{}]*|(?!fn)[^\\{}\s()]*(?:\([^(){}]*\))?))+\}")
"""SubStation Alpha's codes for looks and place, `{\\an8}`, as SubRip files have them too."""


@dataclass(frozen=True)
class CueText:
    """What a caption says."""

    lines: tuple[str, ...]
    """Plain text, none of them empty."""
    speakers: tuple[str, ...]
    """Who says each line, by its voice; empty where nobody is named."""
    faults: tuple[Problem, ...]
    """What hides words, each told of once a line: a tag that is none, a bare <."""


class _Piece(NamedTuple):
    """A tag, or text between two; a file that is no caption's has a hundred thousand, so it is a plain tuple."""

    text: str
    tag: str | None = None
    """What stands between < and >; None for text."""
    fault: Problem | None = None
    """What is wrong there."""


def read_cue_text(written: Sequence[str], escaped: bool, first: int = 1) -> CueText:
    """The words of a caption's written lines; a voice goes on until it ends, or another begins.

    `escaped`: whether `&amp;` and its like stand for characters and every < begins a tag (WebVTT), or not (SubRip); `first`: the
    number in the file of the first line written. No word is dropped with a tag that is not closed: it stays, and the fault is
    named.
    """
    lines, speakers, faults, voice = [], [], [], ""
    for number, line in enumerate(written, first):
        said: list[str] = []
        speaker = ""
        for piece in _pieces(line, escaped, number):
            if piece.fault:
                faults.append(piece.fault)
            if piece.tag is None:
                said.append(piece.text)
                speaker = speaker or (voice if piece.text.strip() else "")
            elif named := _VOICE.fullmatch(piece.tag):
                voice = " ".join(unescape(named[1] or "").split())
            elif piece.tag.startswith("/v"):
                voice = ""
        if plain := "".join(said).strip():
            lines.append(plain)
            speakers.append(speaker)
    return CueText(tuple(lines), tuple(speakers) if any(speakers) else (), tuple(faults))


def carry_tags(written: Sequence[str], cues: Sequence[Cue]) -> list[list[str]] | None:
    """The lines of each cue, as WebVTT, with the tags that stand in `written` around the same words.

    `cues` say what `written` says, divided anew: their lines may have other spaces and more hyphens. None where they say
    something else.
    """
    letters, tags = _letters_and_tags(written)
    carried, at, passed = [], 0, 0
    open_tags: list[str] = []
    for cue in cues:
        while passed < len(tags) and tags[passed][0] <= at:
            _follow(open_tags, tags[passed][1])
            passed += 1
        begun = "".join(f"<{tag}>" for tag in open_tags)
        lines: list[str] = []
        for line in cue.lines:
            text = [begun]
            begun = ""
            for character in line:
                if at < len(letters) and character == letters[at]:
                    while passed < len(tags) and tags[passed][0] <= at:
                        text += _follow(open_tags, tags[passed][1])
                        passed += 1
                    text.append(escape(character))
                    at += 1
                    while passed < len(tags) and tags[passed][0] == at and tags[passed][1].startswith("/"):
                        text += _follow(open_tags, tags[passed][1])
                        passed += 1
                elif character.isspace() or character == "-":
                    text.append(character)
                else:
                    return None
            lines.append("".join(text))
        if lines:
            lines[-1] += "".join(f"</{_name(tag)}>" for tag in reversed(open_tags))
        carried.append(lines)
    return carried if at == len(letters) else None


def escape(text: str) -> str:
    """The text with the characters that mean something in WebVTT as entities; so no `-->` can stand in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pieces(line: str, escaped: bool, number: int = 1) -> Iterator[_Piece]:
    """The text of the file's line `number` as plain text, and its tags, in order; each < is looked at once."""
    plain = unescape if escaped else _without_overrides
    at, told = 0, set[str]()
    for found in _TAG.finditer(line):
        if at < found.start():
            yield _Piece(plain(line[at : found.start()]))
        at = found.end()
        inside, closed = found[1], bool(found[2])
        known = _KNOWN.match(inside)
        if closed and _WELL_FORMED.fullmatch(inside):
            yield _Piece(found[0], inside)
            continue
        text, tag = (inside[known.end() :], known[0]) if known else (found[0], "")
        fault = None if tag in told or not (known or escaped) else _open_tag(tag, number) if known else _no_tag(number)
        told.add(tag)
        yield _Piece(plain(text), fault=fault)
    yield _Piece(plain(line[at:]))


def _without_overrides(text: str) -> str:
    return OVERRIDE.sub("", text)


def _letters_and_tags(written: Sequence[str]) -> tuple[str, list[tuple[int, str]]]:
    """(all characters but spaces, each tag with the number of characters before it)."""
    letters: list[str] = []
    tags = []
    for line in written:
        for piece in _pieces(line, escaped=True):
            if piece.tag is None:
                letters += [character for character in piece.text if not character.isspace()]
            elif not piece.tag[:1].isdigit():
                tags.append((len(letters), piece.tag))
    return "".join(letters), tags


def _follow(open_tags: list[str], tag: str) -> list[str]:
    """Open or close the tag; returns how it is written, nothing for an end without a beginning."""
    if not tag.startswith("/"):
        open_tags.append(tag)
        return [f"<{tag}>"]
    name = _name(tag[1:])
    last = next((index for index in range(len(open_tags) - 1, -1, -1) if _name(open_tags[index]) == name), None)
    if last is None:
        return []
    del open_tags[last]
    return [f"</{name}>"]


def _name(tag: str) -> str:
    return re.split(r"[.\s]", tag, maxsplit=1)[0]


def _open_tag(tag: str, line: int) -> Problem:
    """What follows the tag is kept; what may be a class of it or a word, as in `<i.vigtig`, is not."""
    sentence = _("The tag <{tag} is not closed by a >, or holds words: what follows it would not be shown.")
    return Problem(line, sentence.format(tag=tag), words_kept="." not in tag)


def _no_tag(line: int) -> Problem:
    sentence = _("A < that begins no tag hides what follows it; where the character is meant, it is written &lt;.")
    return Problem(line, sentence, words_kept=True)
