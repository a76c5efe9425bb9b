"""What stands in a bumper: the preset's texts, which are jinja2 templates, filled with the meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Bumper, Website
from vbn_video.untrusted.preset_text import PresetText, PresetTextError

LOCALES = {"da": "da", "en": "en_GB"}
BOLD = "**"
SHOWN_CHARACTERS = 120
"""So much of a wrong text is said."""


@dataclass(frozen=True)
class FootLine:
    """One line at the foot; bold where the preset has it between `**` and `**`."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class BumperTexts:
    """The words of one bumper, ready to be set."""

    kicker: str
    title: str
    foot: tuple[FootLine, ...]
    network: str


def fill_texts(section: str, bumper: Bumper, words: Mapping[str, Any]) -> BumperTexts:
    """The texts of the preset's `section` (`intro`, `outro`) with the meeting's `words` in them.

    Raises:
        InputError: a text is no valid template, or asks for something that is not known of a meeting.
    """

    def filled(key: str, text: str) -> str:
        return " ".join(_filled(f"{section}.{key}", text, words).split())

    kicker, title = filled("kicker", bumper.kicker), filled("title", bumper.title)
    if not title:
        kicker, title = "", kicker or words["network"]
    foot = []
    for line in bumper.foot:
        bold = len(line) > 2 * len(BOLD) and line.startswith(BOLD) and line.endswith(BOLD)
        if text := filled("foot", line.removeprefix(BOLD).removesuffix(BOLD) if bold else line):
            foot.append(FootLine(text, bold))
    return BumperTexts("" if kicker == title else kicker, title, tuple(foot), " ".join(words["network"].split()))


def words_of(meeting: Meeting, website: Website) -> dict[str, Any]:
    """What the texts can name; dates and lists in the website's language, its address without scheme."""
    from babel.dates import format_date
    from babel.lists import format_list

    locale = LOCALES[website.language]
    address = website.base_url
    return {
        "title": meeting.title,
        "theme": meeting.theme,
        "date": format_date(meeting.date, "long", locale) if meeting.date else "",
        "speakers": format_list(list(meeting.speakers), locale=locale) if meeting.speakers else "",
        "host": meeting.host,
        "links": [link.model_dump() for link in meeting.links],
        "network": website.network,
        "website": address[address.find("://") + 3 :].rstrip("/") if "://" in address else address.rstrip("/"),
    }


def _filled(key: str, text: str, words: Mapping[str, Any]) -> str:
    try:
        return PresetText(text).fill(words)
    except PresetTextError as error:
        sentence = _("The preset's {key} can't be filled: {why}, in {text!r}. A text can name: {known}.")
        shown = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
        raise InputError(sentence, key=key, why=error, text=shown, known=", ".join(words)) from error
