"""What YouTube is told of a meeting: the preset's templates filled, and brought within YouTube's limits before anything is sent.

What can be shortened is cut at a word and said; what a person must decide (a list of tags, a time, a length) is refused.
Source of the limits: https://developers.google.com/youtube/v3/docs/videos.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Chapter
from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.publish.meeting_words import safe_links
from vbn_video.publish.youtube.texts.chapter_lines import chapter_lines
from vbn_video.publish.youtube.texts.characters import cut_to_characters, has_angles, one_line, without_angles
from vbn_video.publish.youtube.texts.description import description_of
from vbn_video.publish.youtube.texts.metadata import Metadata
from vbn_video.publish.youtube.texts.our_tags import TAG_CHARACTERS
from vbn_video.publish.youtube.texts.text_templates import TextTemplate, template_words
from vbn_video.publish.youtube.texts.visibility import Visibility
from vbn_video.settings.meeting import Link, Meeting
from vbn_video.settings.preset import Website, Youtube

TITLE_CHARACTERS = 100
TAGS_CHARACTERS = 500
LONGEST_US = 12 * 3600 * US_PER_S

EVERYTHING = Meeting(
    title="T",
    theme="T",
    date=dt.date(2020, 12, 8),
    speakers=("A", "B"),
    host="H",
    description="D",
    links=(Link(title="L", url="https://example.org/"),),
)
"""A meeting of which all is known; templates that can be filled with it and with none of it can be filled with any."""


@dataclass(frozen=True)
class ComposedMetadata:
    """What YouTube is to be told, and a sentence for each thing that had to be changed for it."""

    metadata: Metadata
    notices: tuple[str, ...] = ()


def compose_metadata(
    meeting: Meeting,
    settings: Youtube,
    website: Website,
    *,
    chapters: Sequence[Chapter],
    duration_us: int,
    page: str,
    visibility: Visibility,
    now: dt.datetime,
) -> ComposedMetadata:
    """The metadata of the meeting's video.

    `page`: the address of the meeting's page, or empty; `now`: with a zone.

    Raises:
        InputError: a template can't be filled, the title is empty, there are too many tags, the publishing time is past, or
            the video is too long.
    """
    if duration_us > LONGEST_US:
        raise InputError(
            _("The video lasts {length}, and YouTube takes at most 12 hours. Publish less of it with --start and --end."),
            length=dt.timedelta(seconds=duration_us // US_PER_S),
        )
    publish_at = visibility.publish_at_utc(meeting.timezone, now)
    words = template_words(meeting, website, page=page, chapters=chapter_lines(chapters, duration_us))
    title, of_title = _title(TextTemplate("title", settings.title).fill(words))
    description, of_description = description_of(settings.description, words, chapters, duration_us)
    metadata = Metadata(
        title=title,
        description=description,
        tags=_tags(settings.tags),
        category=str(settings.category),
        language=meeting.language,
        privacy=visibility.privacy,
        publish_at=publish_at,
        license=settings.license,
        embeddable=settings.embeddable,
        made_for_kids=settings.made_for_kids,
    )
    return ComposedMetadata(metadata, (*of_title, *_of_links(meeting), *of_description))


def check_templates(settings: Youtube, website: Website) -> None:
    """See that templates and tags will do for any meeting, before hours of work for it.

    Raises:
        InputError: one of them will not.
    """
    _tags(settings.tags)
    for key, text in (("title", settings.title), ("description", settings.description)):
        template = TextTemplate(key, text)
        for meeting, page, chapters in ((EVERYTHING, "https://example.org/", "0:00 A"), (Meeting(), "", "")):
            template.fill(template_words(meeting, website, page=page, chapters=chapters))


def _title(filled: str) -> tuple[str, list[str]]:
    """The title within YouTube's rules, and what is to be said of it."""
    notices = []
    whole = without_angles(one_line(filled))
    if not whole:
        raise InputError(_("The video has no title for YouTube. Give the meeting one in meeting.toml, or with --title."))
    if has_angles(filled):
        notices.append(_("YouTube takes no < and > in a title; they are written ‹ and ›."))
    title = cut_to_characters(whole, TITLE_CHARACTERS)
    if title != whole:
        sentence = _("YouTube takes {limit} characters of a title; it was cut to: {title}")
        notices.append(sentence.format(limit=TITLE_CHARACTERS, title=title))
    return title, notices


def _tags(given: Iterable[str]) -> tuple[str, ...]:
    """The tags as YouTube takes them, each once; a comma stands between two."""
    once: dict[str, str] = {}
    for tag in (without_angles(one_line(word)) for text in given for word in text.split(",")):
        once.setdefault(tag.casefold(), tag)
    tags = tuple(filter(None, once.values()))
    count = sum(len(tag) + (2 if " " in tag else 0) + len(",") for tag in tags) + TAG_CHARACTERS
    if count > TAGS_CHARACTERS:
        raise InputError(
            _(
                "[youtube] tags are {count} characters together, and YouTube takes {limit}: a comma after each counts, a tag of"
                " several words counts two more, and {marker} are for the tags by which the video is known again. Leave some out."
            ),
            count=count,
            limit=TAGS_CHARACTERS,
            marker=TAG_CHARACTERS,
        )
    return tags


def _of_links(meeting: Meeting) -> list[str]:
    sentence = _(
        "The link {url} in meeting.toml is left out of the description on YouTube: an address begins with https:// or mailto:."
    )
    return [sentence.format(url=link.url) for link in safe_links(meeting)[1]]
