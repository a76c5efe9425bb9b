"""TTML read: each moment's text becomes a cue, wherever its times stand, and what is never shown is named.

    elements ──walk──► every text with the time that its elements give it ──► the moments of each p ──► cues

Source: Timed Text Markup Language 2, section 12 (begin, dur, end, timeContainer) and 11.3.1.3: what is shown changes wherever
something begins or ends.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Cue
from vbn_video.formats.base import ParsedCaptions, Problem, validate_times
from vbn_video.formats.timed_text.ttml_times import TimeRates, rates_of, seconds_of
from vbn_video.formats.timed_text.xml_tree import Element, parse_xml
from vbn_video.messages import _

MOST_SHOWN = 1_000_000
"""Characters shown in all moments of one p together."""
_ROOT = re.compile(r"\ufeff?(?:<\?xml\b[^>]*\?>|<!--(?:(?!-->).)*-->|<!DOCTYPE\b[^>\[]*>|\s)*<(?:[\w.-]+:)?tt[\s>/]", re.DOTALL)
_SPACES = re.compile(r"[ \t\r\n]+")
_TIMED = {"body", "div", "p", "span"}
_SILENT = {"metadata", "set", "animate", "image", "audio"}


@dataclass(frozen=True)
class _Context:
    """What an element hands on to those inside it: the time in which they can be shown, and what holds for their text."""

    start_s: Fraction = Fraction(0)
    end_s: Fraction | None = None
    """None: nothing ends it."""
    in_sequence: bool = False
    preserve: bool = False
    agent: str = ""
    paragraph: int = -1


@dataclass(frozen=True)
class _Shown:
    """A run of text, and when it is shown: [start, end), None where nothing ends it."""

    text: str
    start_s: Fraction
    end_s: Fraction | None
    agent: str
    breaks: int
    """Number of line breaks before it in its p …"""
    spaces: int
    """… and of runs of spaces between two elements."""


def is_ttml(text: str) -> bool:
    """Whether the text begins as a TTML document does."""
    return _ROOT.match(text[:4096]) is not None


def parse_ttml(text: str) -> ParsedCaptions:
    """The captions of a TTML document, ascending, each with the line of its p.

    A caption without an end, text outside of every p or outside of the time of its elements, and times that can't be read are
    problems; so is the place where the XML is damaged, and nothing after it is read.
    """
    root, problems = parse_xml(text)
    if root is None or root.name != "tt":
        nothing_else = problems and root is None
        return ParsedCaptions((), (*(() if nothing_else else (Problem(1, no_captions_here()),)), *problems))
    rates = rates_of({name[1:]: value for name, value in root.attributes.items() if name.startswith("#")})
    if rates is None:
        sentence = _("The frame rate, the tick rate or the multiplier of the document is no number that can be counted with.")
        return ParsedCaptions((), (Problem(root.line, sentence), *problems))
    document = _Document(rates, _names(root), problems)
    for body in (child for child in root.children if child.name != "head"):
        document.walk(body, _Context(preserve=root.attributes.get("space") == "preserve"), Fraction(0))
    cues = sorted(document.cues(), key=lambda numbered: numbered[1].start_us)
    return validate_times(cues, document.problems)


def no_captions_here() -> str:
    """The sentence about a file that nobody can read as captions."""
    return _("This is no file of captions in a format that can be read here.")


class _Document:
    """The document on its way to cues: what is shown when, and what is wrong."""

    def __init__(self, rates: TimeRates, names: Mapping[str, str], problems: Sequence[Problem]) -> None:
        self.rates, self.names, self.problems = rates, names, list(problems)
        self.shown: list[list[_Shown]] = []
        self.lines: list[int] = []
        """The line of each p."""
        self.breaks = self.spaces = 0

    def walk(self, element: Element, around: _Context, reference_s: Fraction | None) -> Fraction | None:
        """When the element ends, None if never; what it shows is gathered. Its times count from `reference_s`, None if never."""
        if _is_silent(element.name):
            return reference_s
        if element.name in ("", "br"):
            return self._text(element, around, reference_s)
        if element.name not in _TIMED:
            if any(_words(element)):
                sentence = _("<{name}> is no element that shows text.").format(name=element.name.rpartition(" ")[2][:40])
                self.problems.append(Problem(element.line, sentence))
            return reference_s
        times = {name: seconds_of(element.attributes[name], self.rates) for name in _TIMES if name in element.attributes}
        if None in times.values():
            if any(_words(element)):
                self.problems.append(Problem(element.line, _unreadable(element)))
            return reference_s
        if reference_s is None:
            if any(_words(element)):
                self.problems.append(Problem(element.line, _never_shown()))
            return None
        return self._timed(element, around, reference_s, {name: at_s for name, at_s in times.items() if at_s is not None})

    def _timed(self, element: Element, around: _Context, reference_s: Fraction, times: Mapping[str, Fraction]) -> Fraction | None:
        start_s = reference_s + times.get("begin", 0)
        ends = [start_s + times["dur"]] if "dur" in times else []
        ends += [reference_s + times["end"]] if "end" in times else []
        limits = [*ends, *([] if around.end_s is None else [around.end_s])]
        if element.name == "p":
            self.shown.append([])
            self.lines.append(element.line)
        sequence = element.attributes.get("timeContainer") == "seq"
        inside = _Context(
            start_s,
            min(limits, default=None),
            sequence,
            {"preserve": True, "default": False}.get(element.attributes.get("space", ""), around.preserve),
            element.attributes.get("agent", around.agent),
            len(self.shown) - 1 if element.name == "p" else around.paragraph,
        )
        last_s: Fraction | None = start_s
        child_ends: list[Fraction | None] = [start_s]
        for child in element.children:
            last_s = self.walk(child, inside, last_s if sequence else start_s)
            if any(_words(child)) or child.name in _TIMED:
                child_ends.append(last_s)
        if ends:
            return min(limits)
        known = [end_s for end_s in child_ends if end_s is not None]
        implicit_s = last_s if sequence else max(known) if len(known) == len(child_ends) else None
        bounds = [end_s for end_s in (implicit_s, around.end_s) if end_s is not None]
        return min(bounds, default=None)

    def _text(self, element: Element, around: _Context, reference_s: Fraction | None) -> Fraction | None:
        """A run of text has its element's time; in a sequence it has none."""
        blank = not element.text.strip()
        if not blank and (sentence := _why_hidden(around)):
            self.problems.append(Problem(element.line, sentence))
        elif around.paragraph >= 0:
            breaks = (element.name == "br") + (element.text.count("\n") if around.preserve and blank else 0)
            self.breaks, self.spaces = self.breaks + breaks, self.spaces + bool(element.text and blank)
            if not blank:
                text = element.text if around.preserve else _SPACES.sub(" ", element.text)
                shown = _Shown(text, around.start_s, around.end_s, around.agent, self.breaks, self.spaces)
                self.shown[around.paragraph].append(shown)
        return reference_s if around.in_sequence or blank else around.end_s

    def cues(self) -> Iterator[tuple[int, Cue]]:
        """(line of the p, cue) of every moment in which a p shows something else than before; one without an end is a problem."""
        for line, shown in zip(self.lines, self.shown, strict=True):
            before: Cue | None = None
            for start_s, end_s, texts in self._moments(line, shown):
                lines, speakers = self._said(texts)
                start_us = _us(start_s)
                if not lines:
                    continue
                if end_s is None:
                    cue = Cue(start_us, start_us, lines, speakers)
                    self.problems.append(Problem(line, _("The caption has no end: give it an end or a dur."), cue))
                    continue
                cue = Cue(start_us, _us(end_s), lines, speakers)
                if before and before.end_us == start_us and (before.lines, before.speakers) == (lines, speakers):
                    cue = Cue(before.start_us, cue.end_us, lines, speakers)
                elif before:
                    yield line, before
                before = cue
            if before:
                yield line, before

    def _moments(self, line: int, shown: Sequence[_Shown]) -> Iterator[tuple[Fraction, Fraction | None, list[_Shown]]]:
        """(start, end, what is shown) between any two times at which something of the p begins or ends."""
        begins: dict[Fraction, list[int]] = {}
        ends: dict[Fraction, list[int]] = {}
        for number, one in enumerate(shown):
            begins.setdefault(one.start_s, []).append(number)
            if one.end_s is not None:
                ends.setdefault(one.end_s, []).append(number)
        active: dict[int, None] = {}
        count = 0
        times: list[Fraction | None] = [*sorted({*begins, *ends}), None]
        for start_s, end_s in pairwise(times):
            assert start_s is not None
            for number in ends.get(start_s, ()):
                active.pop(number, None)
            active.update(dict.fromkeys(begins.get(start_s, ())))
            count += sum(len(shown[number].text) for number in active)
            if count > MOST_SHOWN:
                self.problems.append(
                    Problem(line, _("So many texts with times of their own stand in this <p> that it is not read."))
                )
                return
            if active:
                yield start_s, end_s, [shown[number] for number in sorted(active)]

    def _said(self, shown: Sequence[_Shown]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(the lines, who says each of them)."""
        rows: list[list[tuple[str, str]]] = []
        before: _Shown | None = None
        for one in shown:
            first, *others = one.text.split("\n")
            if before is None or one.breaks > before.breaks:
                rows.append([])
            elif one.spaces > before.spaces:
                rows[-1].append((" ", one.agent))
            rows[-1].append((first, one.agent))
            rows += [[(other, one.agent)] for other in others]
            before = one
        lines, speakers = [], []
        for row in rows:
            if plain := _SPACES.sub(" ", "".join(text for text, _agent in row)).strip():
                lines.append(plain)
                agent = next(agent for text, agent in row if text.strip())
                speakers.append(next((self.names[key] for key in agent.split() if key in self.names), ""))
        return tuple(lines), tuple(speakers) if any(speakers) else ()


_TIMES = ("begin", "dur", "end")


def _us(at_s: Fraction) -> int:
    return round(at_s * US_PER_S)


def _unreadable(element: Element) -> str:
    written = " ".join(f'{name}="{element.attributes[name]}"' for name in _TIMES if name in element.attributes)
    sentence = _("The times of <{name}> can't be read ({times}): they are written like 00:01:02.500, 00:01:02:12 or 62.5s.")
    return sentence.format(name=element.name, times=written[:80])


def _why_hidden(around: _Context) -> str:
    """Why a text is never shown; empty where it is."""
    if around.paragraph < 0:
        return _("This text stands in no <p>, and is not shown.")
    ended = around.end_s is not None and around.end_s <= around.start_s
    return _never_shown() if ended or around.in_sequence else ""


def _never_shown() -> str:
    return _("This text is never shown: its element has no time, or one that is over before it begins.")


def _is_silent(name: str) -> bool:
    """Whether nothing in the element is text to be shown."""
    return name in _SILENT or name.startswith("#")


def _words(element: Element) -> Iterator[str]:
    """Every text to be shown in the element that is not blank."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.text.strip():
            yield one.text
        waiting += [child for child in reversed(one.children) if not _is_silent(child.name)]


def _names(root: Element) -> dict[str, str]:
    """The name of each agent of the document, by its id."""
    names = {}
    waiting = [root]
    while waiting:
        one = waiting.pop()
        waiting += one.children
        if one.name == "#agent":
            said = [child for child in one.children if child.name == "#name"]
            names[one.attributes.get("id", "")] = " ".join("".join(text for part in said for text in _words(part)).split())
    return names
