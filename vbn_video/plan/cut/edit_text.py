"""`edit.json` as a person left it: read with the line of every value, and made a plan that can be carried out."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import ValidationError

from vbn_video.clock import is_time_s, timecode, us
from vbn_video.codec import JsonError, from_values, parse_json
from vbn_video.decisions import EditPlan, KeptSpan, Side, SilencedSpan
from vbn_video.formats.base import Problem
from vbn_video.messages import _
from vbn_video.plan.cut.cut_points import CutPoints

EDITOR = Side("editor", 1.0)
SPAN_KEYS = ("start", "end", "start_side", "end_side", "card")
PLAN_KEYS = ("kept", "intro", "outro", "silenced")
SILENCED_KEYS = ("start", "end")
SLACK_US = 1_000_000
"""How far after the recording's end a time may lie: a person may have rounded it up."""

_CLOCK = re.compile(r"(?:(\d{1,6}):)?(\d{1,3}):(\d{2}(?:[.,]\d+)?)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SCALAR = re.compile(r"[^\s,\]}]+")
_SPACE = re.compile(r"\s*")

Path = tuple[str | int, ...]
Span = TypeVar("Span", KeptSpan, SilencedSpan)


@dataclass(frozen=True)
class ParsedEdit:
    """The spans that could be read, and what could not be; `kept` and `silenced` are whole only where there are no problems."""

    kept: tuple[KeptSpan, ...]
    problems: tuple[Problem, ...] = ()
    silenced: tuple[SilencedSpan, ...] = ()


def parse_edit(text: str, duration_us: int, written: EditPlan | None = None) -> ParsedEdit:
    """The kept and the silenced spans of `edit.json`; times are seconds or `H:MM:SS` on the recording's clock.

    `written` is the plan that was written there last: a side whose time was changed since is the editor's, with his own reason
    if he gave one; one whose time stands keeps what spoke for it.
    """
    try:
        value = parse_json(text)
    except JsonError as error:
        return ParsedEdit((), (Problem(error.line, _("This is not JSON any more: {why}.").format(why=error.why)),))
    lines, repeated = _lines_of(text)
    reader = _Reader(lines, duration_us, written)
    kept, silenced = reader.plan(value)
    for path, line in repeated:
        sentence = _("“{key}” stands here a second time, and only one of them can count.")
        reader.problems.append(Problem(line, sentence.format(key=path[-1])))
    return ParsedEdit(tuple(kept), tuple(reader.problems), tuple(silenced))


def settle_edit(
    kept: Sequence[KeptSpan], cut_points: CutPoints, start_us: int | None, end_us: int | None
) -> tuple[KeptSpan, ...]:
    """The spans with their ends on frames, each in one part, inside what `--start` and `--end` ask for; maybe none.

    What was settled once is left as it is.
    """
    spans = list(kept)
    if start_us is not None:
        spans = [span for span in spans if span.end_us > start_us]
        spans[:1] = [replace(span, start_us=start_us, start_side=Side("--start", 1.0)) for span in spans[:1]]
    if end_us is not None:
        spans = [span for span in spans if span.start_us < end_us]
        spans[-1:] = [replace(span, end_us=end_us, end_side=Side("--end", 1.0)) for span in spans[-1:]]
    settled: list[KeptSpan] = []
    for span in spans:
        start, end = cut_points.asked_start(span.start_us), cut_points.asked_end(span.end_us)
        if settled:
            start = max(start, cut_points.next_start(settled[-1].end_us))
        if start < end:
            settled += cut_points.split_at_parts(replace(span, start_us=start, end_us=end))
    return tuple(settled)


class _Reader:
    """Reads the values of one file and collects what is wrong with them."""

    def __init__(self, lines: Mapping[Path, int], duration_us: int, written: EditPlan | None) -> None:
        self.lines, self.duration_us = lines, duration_us
        self.starts = {span.start_us: span.start_side for span in written.kept} if written else {}
        self.ends = {span.end_us: span.end_side for span in written.kept} if written else {}
        self.problems: list[Problem] = []

    def plan(self, value: Any) -> tuple[list[KeptSpan], list[SilencedSpan]]:
        spans = value.get("kept") if isinstance(value, dict) else None
        if not isinstance(spans, list) or not spans:
            self._problem((), _('The file must hold what is kept: {{"kept": [{{"start": 12.0, "end": 3456.0}}]}}.').format())
            return [], []
        self._unknown((), value, PLAN_KEYS)
        silenced = value.get("silenced", [])
        if not isinstance(silenced, list):
            self._problem(("silenced",), _('What is silenced is a list: [{{"start": 754.0, "end": 756.5}}].').format())
            silenced = []
        return self._in_order("kept", spans, self._kept), self._in_order("silenced", silenced, self._silenced)

    def _in_order(self, key: str, values: Sequence[Any], read: Callable[[Path, Any], Span | None]) -> list[Span]:
        """The spans that can be read, each of which begins where the one before it has ended, or later."""
        spans: list[Span] = []
        for index, value in enumerate(values):
            span = read((key, index), value)
            if span is not None and spans and span.start_us < spans[-1].end_us:
                self._problem((key, index, "start"), _("The span begins before the one above it has ended."))
            elif span is not None:
                spans.append(span)
        return spans

    def _kept(self, path: Path, value: Any) -> KeptSpan | None:
        times = self._times(path, value, SPAN_KEYS)
        if times is None:
            return None
        card = value.get("card", "")
        if not isinstance(card, str):
            self._problem((*path, "card"), _("“card” is what is written on the card: a text between quotation marks."))
            return None
        start_side = self._side((*path, "start_side"), value, self.starts, times[0])
        end_side = self._side((*path, "end_side"), value, self.ends, times[1])
        return KeptSpan(*times, start_side, end_side, card)

    def _silenced(self, path: Path, value: Any) -> SilencedSpan | None:
        times = self._times(path, value, SILENCED_KEYS)
        return None if times is None else SilencedSpan(*times)

    def _times(self, path: Path, value: Any, allowed: Sequence[str]) -> tuple[int, int] | None:
        if not isinstance(value, dict):
            self._problem(path, _('A span is written {{"start": 12.0, "end": 3456.0}}.').format())
            return None
        self._unknown(path, value, allowed)
        start_us, end_us = self._time((*path, "start"), value), self._time((*path, "end"), value)
        if start_us is None or end_us is None:
            return None
        if start_us > end_us:
            self._problem((*path, "end"), _("The span ends before it begins."))
        elif start_us == end_us:
            self._problem((*path, "end"), _("The span is empty: it ends where it begins."))
        else:
            return start_us, end_us
        return None

    def _time(self, path: Path, span: Mapping[str, Any]) -> int | None:
        value = span.get(str(path[-1]))
        at_us = None
        if isinstance(value, str) and (match := _CLOCK.fullmatch(value.strip())):
            hours, minutes, seconds = match.groups()
            at_us = us(int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", ".")))
        elif is_time_s(value):
            at_us = us(value)
        if at_us is None:
            sentence = _("“{key}” must be a time in the recording: seconds (754.5) or “0:12:34”.")
            self._problem(path, sentence.format(key=path[-1]))
        elif not 0 <= at_us <= self.duration_us + SLACK_US:
            sentence = _("“{key}” lies outside the recording, which lasts {duration}.")
            self._problem(path, sentence.format(key=path[-1], duration=timecode(self.duration_us)))
        else:
            return min(at_us, self.duration_us)
        return None

    def _side(self, path: Path, span: Mapping[str, Any], written: Mapping[int, Side], at_us: int) -> Side:
        value = span.get(str(path[-1]))
        if value is None:
            return written.get(at_us, EDITOR)
        reason, confidence = (value.get("reason"), value.get("confidence")) if isinstance(value, dict) else (None, None)
        if not isinstance(reason, str) or not isinstance(confidence, (int, float)) or not 0 <= confidence <= 1:
            sentence = _('“{key}” is written {{"reason": "…", "confidence": 1.0}}, with a confidence from 0 to 1; or left out.')
            self._problem(path, sentence.format(key=path[-1]))
            return EDITOR
        stands = written.get(at_us)
        if stands and (stands.reason, stands.confidence) == (reason, confidence):
            return stands
        if stands is None and any((side.reason, side.confidence) == (reason, confidence) for side in written.values()):
            return EDITOR
        try:
            return from_values(Side, value)
        except ValidationError:
            self._problem(path, _("The “support” or “candidates” of “{key}” can't be read: leave them out.").format(key=path[-1]))
            return EDITOR

    def _unknown(self, path: Path, value: Mapping[str, Any], allowed: Sequence[str]) -> None:
        for key in value:
            if key not in allowed:
                sentence = _("“{key}” is not known here; allowed are {allowed}.")
                self._problem((*path, key), sentence.format(key=key, allowed=", ".join(allowed)))

    def _problem(self, path: Path, sentence: str) -> None:
        while path and path not in self.lines:
            path = path[:-1]
        self.problems.append(Problem(self.lines.get(path, 1), sentence))


def _lines_of(text: str) -> tuple[dict[Path, int], list[tuple[Path, int]]]:
    """(the line of every value of a valid JSON text by the keys and indices that lead to it, keys that stand there again)."""
    lines: dict[Path, int] = {}
    repeated: list[tuple[Path, int]] = []
    ends_of_lines = [match.start() for match in re.finditer("\n", text)]

    def after(pattern: re.Pattern[str], at: int) -> int:
        match = pattern.match(text, at)
        return match.end() if match else at

    def value(at: int, path: Path) -> int:
        at = after(_SPACE, at)
        line = bisect_left(ends_of_lines, at) + 1
        if path in lines and not any(path[: len(outer)] == outer for outer, _line in repeated):
            repeated.append((path, line))
        lines[path] = line
        if text[at] in "{[":
            return members(at, path)
        return after(_STRING if text[at] == '"' else _SCALAR, at)

    def members(at: int, path: Path) -> int:
        is_object, index = text[at] == "{", 0
        at = after(_SPACE, at + 1)
        while text[at] not in "}]":
            key: str | int = index
            if is_object:
                ends = after(_STRING, at)
                key, at = parse_json(text[at:ends]), after(_SPACE, ends) + 1
            at = after(_SPACE, value(at, (*path, key)))
            at = after(_SPACE, at + 1) if text[at] == "," else at
            index += 1
        return at + 1

    value(0, ())
    return lines, repeated
