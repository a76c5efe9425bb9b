"""The text under the video in YouTube's 5000 bytes: the meeting's own words give way first, chapters are whole or not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vbn_video.decisions import Chapter
from vbn_video.messages import _
from vbn_video.publish.youtube.texts.chapter_lines import has_times, parse_chapter_lines, plain_times
from vbn_video.publish.youtube.texts.characters import cut_to_bytes, has_angles, some_lines, without_angles
from vbn_video.publish.youtube.texts.text_templates import TextTemplate

LIMIT_BYTES = 5000


def description_of(
    template: str, words: Mapping[str, Any], chapters: Sequence[Chapter], duration_us: int
) -> tuple[str, list[str]]:
    """The template filled with the words and brought within YouTube's rules, and a sentence for each thing changed for that.

    `chapters` are those that the lines in the words were made from.

    Raises:
        InputError: the template can't be filled.
    """
    form = _Form(TextTemplate("description", template), words, duration_us)
    whole = words["description"]
    lines, notices = _lines_to_use(form, whole, words["chapters"], chapters)
    text = form.shortened(whole, lines)
    if text is None and lines:
        sentence = _("The chapters are left out on YouTube: its {limit} bytes of description have no room for them.")
        notices.append(sentence.format(limit=LIMIT_BYTES))
        lines, text = "", form.shortened(whole, "")
    if text is None:
        text = cut_to_bytes(form.text(whole, lines), LIMIT_BYTES)
    if text != form.text(whole, lines):
        notices.append(_("YouTube takes {limit} bytes of description; it was cut.").format(limit=LIMIT_BYTES))
    return text, notices + _characters_changed(form, whole, lines, chapters)


@dataclass(frozen=True)
class _Form:
    """The template with all its words but two: the meeting's description and the chapters' lines."""

    filled: TextTemplate
    words: Mapping[str, Any]
    duration_us: int

    def raw(self, whole: str, lines: str) -> str:
        """The text as the template has it."""
        return some_lines(self.filled.fill({**self.words, "description": whole, "chapters": lines}))

    def text(self, whole: str, lines: str) -> str:
        """The text as YouTube takes it but for its length; beside chapters, no time that could be taken for one."""
        text = without_angles(self.raw(whole, lines))
        if not lines:
            return text
        above, between, below = text.partition(lines)
        return plain_times(above) + between + plain_times(below)

    def shortened(self, whole: str, lines: str) -> str | None:
        """The text with as much of the meeting's description as there is room for; None if there is none without it."""
        if _size(self.text("", lines)) > LIMIT_BYTES:
            return None
        text = self.text(whole, lines)
        while (excess := _size(text) - LIMIT_BYTES) > 0:
            whole = cut_to_bytes(whole, max(_size(whole) - excess, 0))
            text = self.text(whole, lines)
        return text if self.shows(text, lines) else None

    def shows(self, text: str, lines: str) -> bool:
        """Whether YouTube reads just these chapters from the text."""
        return parse_chapter_lines(text, self.duration_us) == parse_chapter_lines(lines, self.duration_us)


def _lines_to_use(form: _Form, whole: str, lines: str, chapters: Sequence[Chapter]) -> tuple[str, list[str]]:
    """The chapters' lines where the template and YouTube's rules let them be, and what is to be said of those that are not."""
    without = form.text(whole, "")
    if not lines and chapters:
        return "", [_("The chapters are left out on YouTube: it shows three or more from 0:00 on, each 10 seconds or longer.")]
    if not lines or form.text(whole, lines) == without:
        return "", []
    if parse_chapter_lines(without, form.duration_us):
        return "", [_("The description has chapters of its own; those of the video are left out on YouTube.")]
    if not form.shows(form.text(whole, lines), lines):
        return "", [_("The chapters are left out on YouTube: [youtube] description does not put each on a line of its own.")]
    missing = len(chapters) - len(lines.split("\n"))
    sentence = _("Chapters left out on YouTube, without a title or shorter than 10 seconds: {count}.")
    return lines, [sentence.format(count=missing)] if missing else []


def _characters_changed(form: _Form, whole: str, lines: str, chapters: Sequence[Chapter]) -> list[str]:
    raw, notices = form.raw(whole, lines), []
    if has_angles(raw) or (lines and has_angles(*(chapter.title for chapter in chapters))):
        notices.append(_("YouTube takes no < and > in a description; they are written ‹ and ›."))
    if lines and has_times("".join(raw.split(lines)) + "\n".join(chapter.title for chapter in chapters)):
        notices.append(_("Times in the description are written 9.15 on YouTube, which would take 9:15 for a chapter."))
    return notices


def _size(text: str) -> int:
    return len(text.encode())
