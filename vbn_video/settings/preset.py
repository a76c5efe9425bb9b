"""The preset: every setting of the toolkit, by section, with its type, its limits and its default.

A preset is TOML text (`preset_files.py` finds and reads the files); this module holds what may stand in it. The shipped files
under `presets/` explain each key in Danish; the defaults below are those of `temamoede`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from vbn_video.messages import _, decimal_mark, did_you_mean, number
from vbn_video.settings.choices import DEFAULT_PROFILE, VIEWS, WEBSITE, Target, View
from vbn_video.settings.profiles import PROFILES
from vbn_video.settings.trimming.cut_weights import CUT_WEIGHTS

Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Weight = Annotated[float, Field(ge=-100, le=100)]
HexColour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]

ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/\S*)?", re.IGNORECASE)
SAID_ADDRESS = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::\d+)?(?:/\S*)?")
"""A name with points, `www.example.org/meetings`."""
API_ROOT = re.compile(
    r"(https://[^/\s@?#\\]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?)(/\S*)?"
)  # plain http: this machine only
DESCRIPTION = """\
{{ [theme, date, network] | select | join(" · ") }}
{% if page %}
Mødets side med udskrift: {{ page }}
{% endif %}

{{ description }}

{% if speakers %}
Oplæg ved {{ speakers }}
{% endif %}
{% if host %}
Vært: {{ host }}
{% endif %}

{% for link in links %}
{{ link.title }}: {{ link.url }}
{% endfor %}

{% if chapters %}
Kapitler
{{ chapters }}
{% endif %}
"""


FORMER_KEYS: dict[tuple[str, str], Callable[[], str]] = {
    ("trim", "cut_breaks"): lambda: _('Write breaks = "cut", "keep" or "card" instead.'),
    ("trim", "rest_s"): lambda: _("Take it out: where the meeting begins is decided by all that tells of it."),
    ("trim", "small_talk_lu"): lambda: _("Take it out: how much quieter small talk counts is said by [trim] weights."),
}
"""What a person is told who still has a key of an earlier version."""


class Section(BaseModel):
    """A section of the preset: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Publish(Section):
    """Where `publish` publishes to when the command line does not say."""

    to: tuple[Target, ...] = Field((WEBSITE,), description="The places to publish to.")


class Trim(Section):
    """Where the meeting begins and ends in the recording."""

    enabled: bool = Field(True, description="Trim at all; false keeps the whole recording.")
    lead_s: NotNegative = Field(
        1.0, description="Seconds kept before the first word; up to 1.5 more where nothing must be encoded then."
    )
    tail_s: NotNegative = Field(2.0, description="Seconds kept after its last word.")
    sure: float = Field(
        0.8, ge=0, le=1, description="A side that is less sure than this is not published before a person has looked at it."
    )
    weights: dict[str, Weight] = Field(
        {}, description="What pieces of evidence count, by the names of the table of weights: { start_greeting = 5.0 }."
    )
    breaks: Literal["cut", "keep", "card"] = Field(
        "cut", description="What becomes of breaks: cut out, kept, or replaced by a card that says how long it was."
    )
    break_s: Positive = Field(60.0, description="So many seconds without speech are a break, where no words announce it.")
    phrases: tuple[str, ...] = Field(
        ("moede",),
        description="What is said where a meeting begins or ends: files of presets/phrases/ without .toml, or paths.",
    )

    @field_validator("weights")
    @classmethod
    def _are_in_the_table(cls, value: dict[str, float]) -> dict[str, float]:
        for name in value:
            if name not in CUT_WEIGHTS:
                sentence = _("[trim] weights has no {name}. The names stand in the guide's table of weights.")
                raise ValueError(sentence.format(name=name) + did_you_mean(name, CUT_WEIGHTS))
        return value


class Bumper(Section):
    """The intro or outro around the talk; its texts are jinja2 templates over the meeting."""

    template: str = Field("djursland", description="A file of intros/ without .toml, or a path; empty = no bumper.")
    seconds: Positive = Field(4.0, le=60, description="How long it is shown; rounded to whole pictures.")
    kicker: str = Field("{{ theme }}", description="The small line above the title: what kind of meeting it is.")
    title: str = Field("{{ title }}", description="The large line; wraps and shrinks when it is long.")
    foot: tuple[str, ...] = Field(
        ("**{{ date }}**", "{% if speakers %}Oplæg ved {{ speakers }}{% endif %}"), description="The lines at the foot."
    )
    sound: str = Field("", description="A sound file played under the bumper; empty = silence.")


class Outro(Bumper):
    """The outro says what comes next and where to find everything."""

    seconds: Positive = Field(6.0, le=60, description="How long it is shown; rounded to whole pictures.")
    kicker: str = Field("Tak, fordi du så med", description="The small line above the title.")
    title: str = Field("{{ title }}", description="The large line; wraps and shrinks when it is long.")
    foot: tuple[str, ...] = Field(
        ("{% if website %}Alle møder, materialer og tilmelding:{% endif %}", "**{{ website }}**"),
        description="The lines at the foot; one between ** and ** is bold.",
    )


class CaptionSettings(Section):
    """Who listens and how well, how the text is written, and by which norm it becomes captions."""

    source: Literal["whisper", "zoom"] = Field(
        "whisper", description="Whose words: a model's, or those of Zoom's own transcript."
    )
    engine: Literal["faster-whisper", "openai-whisper"] = Field(
        "faster-whisper", description="The program that listens; openai-whisper is an extra to install."
    )
    model: str = Field("base", description="A Whisper size or Danish fine-tune (`vbn-video models list`), or a folder.")
    quality: Literal["draft", "good", "best"] = Field("good", description="How long the model may think: draft is fastest.")
    prompt: bool = Field(False, description="Tell the model the names and words of meeting.toml and the glossary beforehand.")
    keep_inventions: bool = Field(False, description="Keep the lines that the model wrote though nobody said them.")
    glossary: tuple[str, ...] = Field(("vbn",), description="Word lists: files of presets/glossary/ without .toml, or paths.")
    fillers: Literal["drop", "keep"] = Field("drop", description="What becomes of øh and of words said twice in a row.")
    quotes: Literal["»«", "„“", "””", '""'] = Field("»«", description="Quotation marks, the opening and the closing one.")
    speakers: Literal["dash", "name", "none"] = Field(
        "dash", description="How a change of speaker is shown; names need [privacy] names."
    )
    profile: str = Field(DEFAULT_PROFILE, description="The norm: dansk-web, dansk-tv, netflix-da, or the path of a TOML file.")
    position: Literal["bottom", "top"] = Field("bottom", description="Where on the picture the captions stand.")

    @field_validator("profile")
    @classmethod
    def _is_a_profile_or_a_path(cls, value: str) -> str:
        if value in PROFILES or is_path(value):
            return value
        sentence = _('[captions] profile = "{value}" is not allowed. It must be one of {names}, or the path of a TOML file.')
        names = ", ".join(f'"{name}"' for name in PROFILES)
        raise ValueError(sentence.format(value=value, names=names) + did_you_mean(value, PROFILES, '"{}"'))


def is_path(value: str) -> bool:
    """Whether a value that may be a name or a path is a path."""
    return "/" in value or "\\" in value or value.endswith(".toml")


class ChapterSettings(Section):
    """Chapters from the agenda, the slides, what is said, who speaks, and pauses."""

    enabled: bool = Field(True, description="Make chapters at all.")
    pause_s: Positive = Field(3.0, description="A pause of so many seconds may begin a chapter.")
    minimum_s: float = Field(10.0, ge=10, description="Shortest chapter; YouTube takes none under 10 s.")
    at_most: int = Field(12, ge=3, le=100, description="Never more chapters than this.")


class Sound(Section):
    """Loudness of the finished video."""

    loudness_lufs: float = Field(-16.0, ge=-31, le=-9, description="Integrated loudness of the whole video (EBU R 128).")
    true_peak_dbtp: float = Field(-1.0, ge=-9, le=0, description="No peak is higher than this.")
    bitrate_kbit: int = Field(96, ge=32, le=320, description="AAC, a channel.")


class Video(Section):
    """Which pictures are used, and how those that must be encoded are encoded."""

    views: tuple[View, ...] = Field(
        VIEWS, description="Of several recordings of the same time, which is used: the first of these that there is."
    )

    crf: int = Field(23, ge=0, le=40, description="Quality of x264 where it must encode: lower is better and larger.")
    speed: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"] = Field(
        "veryfast", description="How long x264 may think: slower makes smaller files."
    )
    storyboard: bool = Field(True, description="Make storyboard.jpg and storyboard.vtt: small pictures to seek by.")


class Colours(Section):
    """The page's colours; checked for contrast."""

    fjord: HexColour = Field("#0b3b44", description="Dark surfaces.")
    raps: HexColour = Field("#f2b705", description="Accent: now, chosen, found; never text on a light ground.")
    sand: HexColour = Field("#f7f5ef", description="The page's ground.")
    paper: HexColour = Field("#ffffff", description="Fields on the ground.")
    ink: HexColour = Field("#16211f", description="Text.")
    mute: HexColour = Field("#4d5b58", description="Text of less weight.")
    link: HexColour = Field("#0a5f6d", description="Links.")

    @model_validator(mode="after")
    def _can_be_read(self) -> Colours:
        """Refuse colours in which the page breaks the law (EN 301 549 9.1.4.3: text 4.5 to 1, 9.1.4.11: marks 3 to 1)."""
        texts = [(name, ground, 4.5) for name in ("ink", "mute", "link", "fjord") for ground in ("sand", "paper")]
        for name, ground, least in (*texts, ("raps", "fjord", 3.0)):
            found = contrast(getattr(self, name), getattr(self, ground))
            if found < least:
                sentence = _("{name} on {ground} has a contrast of {found} to 1 and needs {least}. Choose one darker or lighter.")
                raise ValueError(
                    sentence.format(name=name, ground=ground, found=number(found, 1), least=decimal_mark(f"{least:g}"))
                )
        return self


def contrast(one: str, other: str) -> float:
    """How far two colours (`#rrggbb`) stand from each other, 1 to 21; source: WCAG 2.1, contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Website(Section):
    """The media folder, and what the pages in it look like."""

    media_dir: str = Field("", description="The website's media folder: a path on this machine or a network drive.")
    base_url: str = Field("", description="The address under which the media folder is seen, https://…/.")
    network: str = Field("Virtuel Business Netværk", description="The network's name, on pages and bumpers.")
    language: Literal["da", "en"] = Field("da", description="The language of pages and bumpers.")
    player: Literal["file", "youtube"] = Field(
        "file", description="What the page plays: the media folder's own file, or the video on YouTube."
    )
    colours: Colours = Colours()

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        """One that is written as people say it, `example.org/meetings`, gets its `https://`."""
        address = value.strip()
        whole = f"https://{address}" if SAID_ADDRESS.fullmatch(address) else address
        if whole and not ADDRESS.fullmatch(whole):
            sentence = _('[website] base_url = "{url}" is no address. Write it as https://example.org/meetings/')
            raise ValueError(sentence.format(url=value))
        return whole


class Youtube(Section):
    """The video on YouTube; `title` and `description` are jinja2 templates over the meeting."""

    privacy: Literal["private", "unlisted", "public"] = Field(
        "private", description="Who can see the video: only the channel, those who have the link, or everybody."
    )
    publish_at: str = Field("", description="When a private video becomes public: 2026-12-01 09:00, the meeting's time zone.")
    category: int = Field(27, ge=1, description="YouTube's number of the category: 27 education, 28 science and technology.")
    tags: tuple[str, ...] = Field((), description="Words that the video is found by.")
    playlist: str = Field("", description="A playlist's exact title, or its id; made private if it is missing; empty = none.")
    title: str = Field("{{ title }}", description="The video's title.")
    description: str = Field(DESCRIPTION, description="The text under the video.")
    made_for_kids: bool = Field(False, description="Whether the video is made for children.")
    license: Literal["youtube", "creativeCommon"] = Field("youtube", description="YouTube's own licence, or CC BY.")
    embeddable: bool = Field(True, description="Whether other pages may show the video.")
    notify_subscribers: bool = Field(False, description="Whether the channel's subscribers are told of it.")
    captions: bool = Field(True, description="Send the captions.")
    thumbnail: bool = Field(True, description="Send the poster as the still that stands for the video.")
    channel: str = Field("", description="The only channel to upload to: its id, @handle or title; empty = the login's.")
    client_secret: str = Field("", description="The file of the OAuth client, of the type Desktop app, from Google.")
    token_file: str = Field("", description="Where the login is kept; empty = the person's own config folder.")
    api_root: str = Field("https://youtube.googleapis.com/", description="The address of the interface; another in rehearsals.")

    @field_validator("publish_at")
    @classmethod
    def _is_a_time_of_a_private_video(cls, value: str, others: ValidationInfo) -> str:
        if not value:
            return value
        try:
            dt.datetime.fromisoformat(value)
        except ValueError:
            sentence = _('publish_at = "{value}" is no time. Write it as "2026-12-01 09:00".')
            raise ValueError(sentence.format(value=value)) from None
        if others.data.get("privacy", "private") != "private":
            raise ValueError(_('publish_at goes only with privacy = "private": that is what the video is until then.'))
        return value

    @field_validator("description")
    @classmethod
    def _is_not_half_commented_out(cls, value: str) -> str:
        """Refuse what is left when only the first and the last line of a commented-out text lose their `#`."""
        if sum(line.startswith("#{") for line in value.splitlines()) > 1:
            raise ValueError(_('description has a # in front of its lines. Remove it from each of them, down to the last """.'))
        return value

    @field_validator("api_root")
    @classmethod
    def _cannot_be_listened_to(cls, value: str) -> str:
        if not API_ROOT.fullmatch(value):
            sentence = _('api_root = "{value}" must begin with https://; http:// is only for this machine itself (127.0.0.1).')
            raise ValueError(sentence.format(value=value))
        return value


class Privacy(Section):
    """What of what was said stays."""

    names: Literal["roles", "meeting", "all"] = Field(
        "roles", description="Who is named in captions: nobody (roles instead), those in meeting.toml, or everybody."
    )
    forget_uncut: bool = Field(False, description="Delete words outside the kept spans from the project folder.")


class Preset(Section):
    """A whole preset: every section, every key, with a value."""

    publish: Publish = Publish()
    trim: Trim = Trim()
    intro: Bumper = Bumper()
    outro: Outro = Outro()
    captions: CaptionSettings = CaptionSettings()
    chapters: ChapterSettings = ChapterSettings()
    sound: Sound = Sound()
    video: Video = Video()
    website: Website = Website()
    youtube: Youtube = Youtube()
    privacy: Privacy = Privacy()
