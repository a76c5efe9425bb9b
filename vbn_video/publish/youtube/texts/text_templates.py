"""The preset's jinja2 templates for YouTube, and what they can name of a meeting."""

from collections.abc import Mapping
from typing import Any

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.publish.meeting_words import date_text, names_text, safe_links
from vbn_video.publish.youtube.texts.characters import one_line, some_lines
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Website
from vbn_video.untrusted.preset_text import PresetText, PresetTextError

WEB = ("https://", "http://")
NO_SPACES = str.maketrans({"<": "%3C", ">": "%3E", " ": "%20", "\t": "%20", "\n": None, "\r": None})


class TextTemplate:
    """One template of `[youtube]`, ready to be filled again and again."""

    def __init__(self, key: str, text: str) -> None:
        """Read the template.

        Raises:
            InputError: it is none.
        """
        self.key = key
        try:
            self.text = PresetText(text, trim_blocks=True)
        except PresetTextError as error:
            sentence = _("[youtube] {key} is no right template: {why}, in its line {line}.")
            raise InputError(sentence, key=key, why=error, line=error.line) from error

    def fill(self, words: Mapping[str, Any]) -> str:
        """The text with these words in it.

        Raises:
            InputError: it asks for something that is not known of a meeting, or that can't be done.
        """
        try:
            return self.text.fill(words)
        except PresetTextError as error:
            sentence = _("[youtube] {key} can't be filled: {why}. A text can name: {known}.")
            raise InputError(sentence, key=self.key, why=error, known=", ".join(words)) from error


def template_words(meeting: Meeting, website: Website, *, page: str, chapters: str) -> dict[str, Any]:
    """What the templates can name; dates and lists in the website's language, its address without scheme."""
    address = website.base_url.strip()
    return {
        "title": one_line(meeting.title),
        "theme": one_line(meeting.theme),
        "date": date_text(meeting.date, website.language),
        "speakers": names_text([one_line(name) for name in meeting.speakers], website.language),
        "host": one_line(meeting.host),
        "description": paragraphs(meeting.description),
        "network": one_line(website.network),
        "website": address[address.find("://") + 3 :].rstrip("/") if "://" in address else address.rstrip("/"),
        "page": page if page.lower().startswith(WEB) else "",
        "links": [{"title": one_line(link.title), "url": _address(link.url)} for link in safe_links(meeting)[0]],
        "chapters": chapters,
    }


def paragraphs(text: str) -> str:
    """The text with each paragraph on one line and an empty line between them, as the website has it."""
    return "\n\n".join(" ".join(lines.split()) for lines in some_lines(text).split("\n\n"))


def _address(url: str) -> str:
    """An address as one writes it in a text: a mail address alone, and nothing in it that would end a link too early."""
    scheme, _colon, rest = url.strip().partition(":")
    return rest.partition("?")[0].translate(NO_SPACES) if scheme.lower() == "mailto" else url.strip().translate(NO_SPACES)
