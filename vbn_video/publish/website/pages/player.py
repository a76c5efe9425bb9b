"""What plays the video on a meeting's page: the browser's own player a file beside the page, or YouTube's player in a frame.

Either knows where a time leads, so that every chapter and every paragraph of the transcript is a link that works without script.
"""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote, urlencode

from vbn_video.clock import US_PER_S, seconds
from vbn_video.publish.material import Material
from vbn_video.publish.publication import YoutubeVideo
from vbn_video.publish.website.entry import MeetingEntry, VideoMark
from vbn_video.settings.preset import Website

FRAME = "https://www.youtube-nocookie.com/embed/"
"""YouTube's own player, in the form that sets no cookie before it plays."""
WATCH = "https://www.youtube.com/watch?"


@dataclass(frozen=True)
class FilePlayer:
    """`<video>`, with the file beside the page."""

    template: ClassVar[str] = "file_player.html.jinja"
    on_youtube: ClassVar[bool] = False
    address: str
    size: int

    def at(self, at_us: int) -> str:
        """This time's place in the page, where the script moves the player to it."""
        return f"#{place_of(at_us)}"


@dataclass(frozen=True)
class YoutubePlayer:
    """YouTube's player, in a frame that is there once the visitor has asked for it."""

    template: ClassVar[str] = "youtube_player.html.jinja"
    on_youtube: ClassVar[bool] = True
    id: str
    language: str
    """The language of its controls."""
    spoken: str
    """The language of its captions."""

    @property
    def address(self) -> str:
        """The video's own page on YouTube."""
        return WATCH + urlencode({"v": self.id})

    @property
    def frame(self) -> str:
        """What the frame shows; source of the parameters: YouTube's *embedded players and player parameters*."""
        captioned = {"cc_load_policy": 1, "cc_lang_pref": self.spoken, "hl": self.language}
        asked = {"autoplay": 1, "enablejsapi": 1, "playsinline": 1, "rel": 0}
        return f"{FRAME}{quote(self.id, safe='')}?{urlencode({**captioned, **asked})}"

    def at(self, at_us: int) -> str:
        """Its page on YouTube from this time on; YouTube takes whole seconds."""
        return WATCH + urlencode({"v": self.id, "t": f"{at_us // US_PER_S}s"})


Player = FilePlayer | YoutubePlayer


def player_of(video: VideoMark, language: str, spoken: str) -> Player:
    """The player that shows this video: its controls in `language`, its captions in that which is spoken."""
    return YoutubePlayer(video.youtube, language, spoken) if video.youtube else FilePlayer(video.file, video.size)


def choose_embedded_video(
    website: Website, youtube: YoutubeVideo | None, present: MeetingEntry | None, material: Material
) -> YoutubeVideo | None:
    """The video on YouTube if the page is to embed it: the preset asks for that, and there are texts that fit it.

    They are those of the material, or those that stand in the meeting's folder since the same cut was published.
    """
    shown = present.video if present else None
    timings = {material.timing, *([shown.timing] if shown else [])}
    return youtube if youtube and website.player == "youtube" and youtube.timing in timings else None


def place_of(at_us: int) -> str:
    """The `id` of what the page has at a time; written as media fragments are (W3C, *Media Fragments URI*)."""
    return f"t={media_time(at_us)}"


def media_time(at_us: int) -> str:
    """Seconds as a media fragment has them (`#t=12.5`)."""
    return f"{seconds(at_us):.3f}".rstrip("0").rstrip(".")
