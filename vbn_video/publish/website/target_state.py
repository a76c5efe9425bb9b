"""What a meeting's folder is to hold after the run, decided from the material and from what stands there now."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from vbn_video.errors import TargetError
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_vtt
from vbn_video.messages import _
from vbn_video.publish.material import CAPTIONS_SRT, CAPTIONS_VTT, CHAPTERS_VTT, STORYBOARD_VTT, Material, Storyboard, TimedTexts
from vbn_video.publish.publication import YoutubeVideo
from vbn_video.publish.website.entry import PAGE_FILE, FileMark, MeetingEntry, VideoMark
from vbn_video.publish.website.pages.html import PageLayout, Poster, meeting_page
from vbn_video.publish.website.storage.drive import MediaFolder


@dataclass(frozen=True)
class TargetState:
    """The meeting's folder as it is to be: what is published under its slug."""

    entry: MeetingEntry
    small: Mapping[str, bytes]
    """The files but the video, in the order in which they are written: the page last."""
    upload: bool
    """Whether the video has to be sent."""
    differs: Literal["", "picture", "cut"]
    """How the video that stays differs from the one that the project holds now."""

    @property
    def video(self) -> VideoMark:
        """The video that the page shows."""
        assert self.entry.video is not None
        return self.entry.video

    @property
    def page_sha256(self) -> str:
        """SHA-256 over all small files: what the ledger notes of them."""
        return _combined(hashlib.sha256(data).digest() for data in self.small.values())


def published_sha256(entry: MeetingEntry) -> str | None:
    """`TargetState.page_sha256` of what an entry says was published; None where it does not say all of it."""
    board = (entry.storyboard, STORYBOARD_VTT) if entry.storyboard else ()
    marks = [entry.files.get(name) for name in (entry.poster, *board, CAPTIONS_VTT, CAPTIONS_SRT, CHAPTERS_VTT, PAGE_FILE)]
    digests = [mark.sha256 for mark in marks if mark and mark.sha256]
    try:
        return _combined(map(bytes.fromhex, digests)) if len(digests) == len(marks) else None
    except ValueError:
        return None


def _combined(digests: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(digests)).hexdigest()


def decide_target_state(
    media: MediaFolder,
    slug: str,
    present: MeetingEntry | None,
    material: Material,
    layout: PageLayout,
    *,
    anew: bool,
    youtube: YoutubeVideo | None = None,
) -> TargetState:
    """Decide it; nothing is written. `anew`: the person wants another video in place of the published one (`--replace`).

    `youtube`: the page embeds this video, and the folder holds none.

    Raises:
        TargetError: the published video stays, and its captions are no longer beside it.
    """
    video, upload = (_embedded(youtube, present, material), False) if youtube else _video(media, slug, present, material, anew)
    fits = video.timing == material.timing
    timed = material.timed if fits else _published_texts(media, slug, present)
    if video.youtube:
        timed = replace(timed, storyboard=None)  # YouTube's player has its own
    poster = f"poster-{hashlib.sha256(material.poster).hexdigest()[:12]}.jpg"
    page = meeting_page(material.meeting, video, Poster(poster, material.poster), timed, layout)
    board = timed.storyboard
    small = {
        poster: material.poster,
        **({board.file: board.image, STORYBOARD_VTT: board.vtt} if board else {}),
        CAPTIONS_VTT: timed.captions_vtt,
        CAPTIONS_SRT: timed.captions_srt,
        CHAPTERS_VTT: timed.chapters_vtt,
        PAGE_FILE: page,
    }
    files = {name: FileMark(len(data), hashlib.sha256(data).hexdigest()) for name, data in small.items()}
    if video.file:
        files[video.file] = FileMark(video.size)
    entry = MeetingEntry(
        generator="vbn-video",
        state="published",
        recording=material.recording,
        title=" ".join(material.meeting.title.split()),
        slug=slug,
        published_at=present.published_at if present else None,
        theme=material.meeting.theme,
        date=material.meeting.date,
        poster=poster,
        storyboard=board.file if board else "",
        captioned=bool(parse_vtt(decode(timed.captions_vtt)).cues),
        video=video,
        files=dict(sorted(files.items())),
    )
    same = video.content == material.content
    return TargetState(entry, small, upload, "" if same else "picture" if fits else "cut")


def _video(media: MediaFolder, slug: str, present: MeetingEntry | None, material: Material, anew: bool) -> tuple[VideoMark, bool]:
    """The file that the page is to show, and whether it must be sent."""
    files = present.files if present else {}

    def is_there(file: str) -> bool:
        return file in files and media.size(f"{slug}/{file}") == files[file].size

    shown = present.video if present else None
    if shown and shown.content != material.content and not anew and is_there(shown.file):
        return shown, False
    file = f"video-{material.content[:12]}.mp4"
    stays = is_there(file) and not (anew and not media.is_same(f"{slug}/{file}", material.video))  # its inner texts may differ
    size = files[file].size if stays else material.video.stat().st_size
    return VideoMark(file, material.content, size, material.timing, material.duration_us), not stays


def _embedded(youtube: YoutubeVideo, present: MeetingEntry | None, material: Material) -> VideoMark:
    """The video on YouTube, as long as the one whose cut it has."""
    shown = present.video if present else None
    same_cut = shown if shown and shown.timing == youtube.timing != material.timing else material
    return VideoMark("", youtube.content, 0, youtube.timing, same_cut.duration_us, youtube.id)


def _published_texts(media: MediaFolder, slug: str, present: MeetingEntry | None) -> TimedTexts:
    """The texts that belong to the published video."""
    texts = {name: media.read(f"{slug}/{name}") for name in (CAPTIONS_VTT, CAPTIONS_SRT, CHAPTERS_VTT)}
    vtt, srt, chapters = texts.values()
    if vtt is None or srt is None or chapters is None:
        raise TargetError(
            _(
                "The published video is cut otherwise than the one here, and its captions are gone from {path}. Run with"
                " --replace to publish the new video with its own."
            ),
            path=media.path(slug),
        )
    file = present.storyboard if present else ""
    image, times = (media.read(f"{slug}/{name}") if file else None for name in (file, STORYBOARD_VTT))
    board = Storyboard(file, image, times) if image is not None and times is not None else None
    return TimedTexts(vtt, srt, chapters, board)
