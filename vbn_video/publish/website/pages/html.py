"""The pages as text: values in, HTML out. No file is touched here but the templates."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from vbn_video.errors import InputError
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_chapters, parse_vtt
from vbn_video.messages import _
from vbn_video.publish.material import CAPTIONS_SRT, CAPTIONS_VTT, CHAPTERS_VTT, STORYBOARD_VTT, TimedTexts
from vbn_video.publish.meeting_words import AND, date_text, safe_links
from vbn_video.publish.website.entry import PAGE_FILE, MeetingEntry, VideoMark
from vbn_video.publish.website.pages.assets import Assets, load_assets
from vbn_video.publish.website.pages.page_language import WORDINGS, Wording, captioned_text, length_text, own_name, size_text
from vbn_video.publish.website.pages.player import media_time, player_of
from vbn_video.publish.website.pages.timed_rows import timed_rows
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Website
from vbn_video.untrusted.picture_files import PictureError, read_picture_size

if TYPE_CHECKING:
    from jinja2 import Environment

GENERATOR = "vbn-video"
MARK = f'<meta name="generator" content="{GENERATOR}">'
"""Stands in every page of ours; a page without it is a stranger's."""
SPOKEN = "da"
"""The language that the catalogue's titles are in."""


@dataclass(frozen=True)
class PageLayout:
    """What all pages of a website have in common."""

    website: Website
    assets: Assets
    wording: Wording

    @classmethod
    def of(cls, website: Website) -> PageLayout:
        """The layout that the preset asks for."""
        return cls(website, load_assets(website.colours), WORDINGS[website.language])


@dataclass(frozen=True)
class Poster:
    """The still that stands for the video: its name beside the page, and its bytes."""

    file: str
    data: bytes


def is_ours(page: bytes) -> bool:
    """Whether an HTML file carries our mark."""
    return MARK.encode() in page


def meeting_page(meeting: Meeting, video: VideoMark, poster: Poster, timed: TimedTexts, layout: PageLayout) -> bytes:
    """`SLUG/index.html`."""
    wording = layout.wording
    cues = parse_vtt(decode(timed.captions_vtt)).cues
    chapters = parse_chapters(decode(timed.chapters_vtt)).chapters
    width, height = _picture_size(poster.data)
    player = player_of(video, wording.language, meeting.language)
    rows = timed_rows(cues, chapters, video.duration_us, player, wording)
    return _render(
        "page.html.jinja",
        layout,
        up="../",
        player=player,
        poster=poster.file,
        captions_vtt=CAPTIONS_VTT,
        captions_srt=CAPTIONS_SRT,
        chapters_vtt=CHAPTERS_VTT,
        storyboard_vtt=STORYBOARD_VTT if timed.storyboard else "",
        title=title_of(meeting, wording),
        spoken=meeting.language,
        theme=" ".join(meeting.theme.split()),
        facts=_facts(date_text(meeting.date, wording.language), length_text(video.duration_us, wording)),
        captioned=captioned_text(meeting.language, wording) if cues else "",
        captions_label=own_name(meeting.language),
        captions_url=_data_url(timed.captions_vtt) if cues else "",
        chapters_url=_data_url(timed.chapters_vtt) if chapters else "",
        width=width,
        height=height,
        size=size_text(video.size, wording),
        description=[" ".join(lines.split()) for lines in meeting.description.split("\n\n") if lines.strip()],
        speakers=[name.strip() for name in meeting.speakers if name.strip()],
        conjunction=AND[wording.language],
        host=meeting.host.strip(),
        chapters=rows.chapters,
        passages=rows.passages,
        links=safe_links(meeting)[0],
    )


def catalogue_page(entries: Mapping[str, MeetingEntry], layout: PageLayout) -> bytes:
    """`index.html` at the root: the entries by their folders' names, newest meeting first, those without a date last."""
    wording = layout.wording
    newest = sorted(entries.items(), key=lambda item: (item[1].date is not None, str(item[1].date), item[0]), reverse=True)
    rows = [
        {
            "page": f"{quote(folder)}/{PAGE_FILE}",
            "poster": f"{quote(folder)}/{quote(entry.poster)}" if entry.poster else "",
            "title": entry.title or wording.nameless,
            "theme": " ".join(entry.theme.split()),
            "facts": _facts(
                date_text(entry.date, wording.language),
                length_text(entry.video.duration_us, wording) if entry.video else "",
            ),
        }
        for folder, entry in newest
    ]
    return _render("catalogue.html.jinja", layout, up="", spoken=SPOKEN, rows=rows)


def title_of(meeting: Meeting, wording: Wording) -> str:
    """The meeting's title on one line, or what stands for one."""
    return " ".join(meeting.title.split()) or wording.nameless


def _facts(*facts: str) -> list[str]:
    return [" ".join(fact.split()) for fact in facts if fact.strip()]


def _picture_size(poster: bytes) -> tuple[int, int]:
    try:
        return read_picture_size(poster)
    except PictureError as error:
        raise InputError(
            _("The project's poster.jpg is no picture that can be read ({why}). Delete it; the next run makes it anew."),
            why=error,
        ) from error


def _data_url(vtt: bytes) -> str:
    """A track inside the page: the only way in which captions show from `file:` and inside a sandboxed frame."""
    return f"data:text/vtt;charset=utf-8;base64,{b64encode(vtt).decode()}"


def _render(template: str, layout: PageLayout, **values: Any) -> bytes:
    frame = {"mark": MARK, "wording": layout.wording, "network": layout.website.network, "assets": layout.assets}
    return _environment().get_template(template).render(**frame, **values).encode()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("vbn_video.publish.website.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["media_time"] = media_time
    return environment
