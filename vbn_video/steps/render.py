"""render: the finished video, its poster and its storyboard."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from vbn_video.clock import seconds
from vbn_video.codec import to_json, to_values
from vbn_video.decisions import ChannelMix, Chapter, Cue, EditPlan, ProgrammeFormat
from vbn_video.events import Emit, Found
from vbn_video.evidence import Recording, Slide, Speech
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_chapters, parse_vtt
from vbn_video.messages import _, number
from vbn_video.plan.cut.poster_moments import break_moments, intro_moment, pause_moments, poster_spans, titled_spans
from vbn_video.plan.cut.programme_format import programme_format
from vbn_video.project import read_value, sha256_of
from vbn_video.recording.packets import load_packets
from vbn_video.render.mp4.text_metadata import Tags, TextMetadata
from vbn_video.render.programme import Programme
from vbn_video.render.stills import POSTER, PosterPlan, make_poster, recorded_luma
from vbn_video.render.storyboard import STORYBOARD, make_storyboard
from vbn_video.steps.record import fingerprint
from vbn_video.steps.step import Inputs, Outcome, Step, read_mix

if TYPE_CHECKING:
    from pathlib import Path

    from vbn_video.render.reuse import Pieces
    from vbn_video.render.stills import Luma


BOARD = ("storyboard.jpg", "storyboard.vtt")


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Makes the finished video, or where only its texts have changed writes those anew; takes the poster and the storyboard."""
    from vbn_video.render.mp4.rewrite import rewrite_text_metadata
    from vbn_video.render.reuse import Pieces

    programme = _programme(inputs)
    metadata = TextMetadata(programme.duration_us, _chapters(inputs), _captions(inputs), _tags(inputs, programme.recording))
    video = inputs.out["video.mp4"]
    media_key = _media_key(inputs, programme)
    made_before = inputs.previous.get("video.mp4") if inputs.memory.get("media") == media_key else None
    if made_before and rewrite_text_metadata(made_before, video, metadata):
        memory, how = dict(inputs.memory), _("pictures and sound as before")
    else:
        made_before = None
        pieces, how = _render(inputs, programme, metadata, emit)
        memory = {"media": media_key, "pieces": to_values(Pieces, pieces)}
    choice = _choose_poster(inputs, programme)
    poster_kept = made_before is not None and "poster.jpg" in inputs.previous and memory.get("poster") == choice.key
    if not poster_kept:
        _take_poster(choice, programme, video, inputs.out["poster.jpg"])
    board_key = fingerprint([STORYBOARD, media_key]) if inputs.preset.video.storyboard else ""
    board_kept = memory.get("storyboard") == board_key != "" and inputs.previous.keys() >= {*BOARD}
    if board_key and not board_kept:
        make_storyboard(video, programme.duration_us, *(inputs.out[name] for name in BOARD))
    _report(inputs, programme, how, emit)
    kept = (*(("poster.jpg",) if poster_kept else ()), *(BOARD if board_kept else ()))
    return Outcome({**memory, "poster": choice.key, "storyboard": board_key}, kept)


def _render(inputs: Inputs, programme: Programme, metadata: TextMetadata, emit: Emit) -> tuple[Pieces, str]:
    """Make the video, taking over from the last one what would come out the same; (its pieces, how it came to be in words)."""
    from vbn_video.plan.cut.splice import copied_share, plan_splice
    from vbn_video.render.movie import RenderJob, make_movie
    from vbn_video.render.mp4.finished import FinishedMovie
    from vbn_video.render.mp4.parse import MovieError
    from vbn_video.render.reuse import PreviousRender

    out, previous, remembered = inputs.out["video.mp4"], inputs.previous.get("video.mp4"), _remembered(inputs)
    try:
        previous_render = PreviousRender(FinishedMovie.read(previous), remembered) if previous and remembered else None
    except MovieError:  # it is not what we made any more
        previous_render = None
    splice = plan_splice(programme.recording, programme.packets, programme.plan)
    pieces = make_movie(RenderJob(programme, splice, inputs.preset, metadata), out, emit, previous_render)
    return pieces, _("{share} % copied").format(share=int(100 * copied_share(splice)))


@dataclass(frozen=True)
class _PosterChoice:
    """From where the poster is taken, on the programme's clock, and what it should not show, on the recording's."""

    spans_us: tuple[tuple[int, int], ...]
    titled_us: tuple[tuple[int, int], ...]
    breaks_us: tuple[int, ...]
    pauses_us: tuple[int, ...]
    title_us: int | None
    """When the intro shows the title, where that is better than tiles with names."""

    @property
    def key(self) -> str:
        """The key by which a poster is known to be the one that would be taken."""
        return fingerprint({"poster": POSTER, **asdict(self)})


def _choose_poster(inputs: Inputs, programme: Programme) -> _PosterChoice:
    slides = read_value(inputs.files["slides.json"], tuple[Slide, ...])
    speech = read_value(inputs.files["speech.json"], Speech).speech
    tiles_shown = inputs.preset.privacy.names == "all"
    return _PosterChoice(
        spans_us=poster_spans(slides, programme.timeline),
        titled_us=titled_spans(slides, programme.timeline),
        breaks_us=break_moments(programme.plan),
        pauses_us=pause_moments(speech, programme.plan),
        title_us=None if tiles_shown or programme.intro is None else intro_moment(programme.plan),
    )


def _take_poster(choice: _PosterChoice, programme: Programme, video: Path, out: Path) -> None:
    breaks, pauses = (
        [seen for at_us in moments_us if (seen := _shown_at(programme, at_us)) is not None]
        for moments_us in (choice.breaks_us, choice.pauses_us)
    )
    make_poster(video, PosterPlan(choice.spans_us, choice.titled_us, breaks, pauses, choice.title_us), out)


def _shown_at(programme: Programme, recording_us: int) -> Luma | None:
    for part, clock in zip(programme.recording.parts, programme.timeline.parts, strict=True):
        if clock.start_us <= recording_us < clock.start_us + clock.duration_us:
            source_us = clock.source_from_recording(recording_us)
            return recorded_luma(programme.root / part.file, part.picture_index, source_us)
    return None


def _remembered(inputs: Inputs) -> Pieces | None:
    from vbn_video.render.reuse import Pieces

    try:
        return inputs.remembered("pieces", Pieces)
    except ValueError:  # remembered by an earlier version
        return None


def _programme(inputs: Inputs) -> Programme:
    from vbn_video.listen.levels import load_levels
    from vbn_video.render.bumpers.cards import load_cards

    recording = read_value(inputs.files["recording.json"], Recording)
    plan = read_value(inputs.files["edit.json"], EditPlan)
    return Programme(
        recording=recording,
        packets=load_packets(inputs.files["packets.npz"]),
        levels=load_levels(inputs.files["levels.npz"]),
        root=inputs.root,
        plan=plan,
        fmt=programme_format(recording, plan),
        intro=inputs.files.get("intro.mp4") if plan.intro_us else None,
        outro=inputs.files.get("outro.mp4") if plan.outro_us else None,
        mix=read_mix(inputs),
        cards=load_cards(inputs.files["cards.npz"]) if any(span.card for span in plan.kept) else {},
    )


def _media_key(inputs: Inputs, programme: Programme) -> str:
    """A hash over all that pictures and sound depend on."""
    from vbn_video.render.movie import ENCODING
    from vbn_video.render.sound.soundtrack import CODING

    names = ("packets.npz", "levels.npz", "intro.mp4", "outro.mp4", "cards.npz")
    files = {name: sha256_of(inputs.files[name]) for name in names if name in inputs.files}
    video, sound = inputs.preset.video, inputs.preset.sound
    made_from = {
        "encoding": [ENCODING, CODING],
        "parts": [[part.file, *part.identity.content] for part in programme.recording.parts],
        "kept": [[span.start_us, span.end_us, span.card] for span in programme.plan.kept],
        "bumpers": [programme.plan.intro_us, programme.plan.outro_us],
        "format": to_json(ProgrammeFormat, programme.fmt),
        "mix": to_json(ChannelMix, programme.mix),
        "files": files,
        **({"silent": programme.plan.silent_us} if programme.plan.silent_us else {}),
        "video": [video.crf, video.speed],
        "sound": [sound.loudness_lufs, sound.true_peak_dbtp, sound.bitrate_kbit],
    }
    return fingerprint(made_from)


def _captions(inputs: Inputs) -> tuple[Cue, ...]:
    path = inputs.files.get("captions.da.vtt")
    return parse_vtt(decode(path.read_bytes())).cues if path else ()


def _chapters(inputs: Inputs) -> tuple[Chapter, ...]:
    path = inputs.files.get("chapters.vtt")
    return parse_chapters(decode(path.read_bytes())).chapters if path else ()


def _tags(inputs: Inputs, recording: Recording) -> Tags:
    meeting = inputs.meeting
    began, date = recording.began, meeting.date
    if date is not None and (began is None or began.date() != date):
        began = dt.datetime.combine(date, dt.time(12), dt.UTC)  # the time of day is not known
    return Tags(meeting.title, meeting.speakers, began, inputs.preset.website.language)


def _report(inputs: Inputs, programme: Programme, how: str, emit: Emit) -> None:
    minutes, second = divmod(round(seconds(programme.duration_us)), 60)
    fmt = programme.fmt
    size_mb = inputs.out["video.mp4"].stat().st_size / 1e6
    emit(Found(f"{minutes}:{second:02} min, {fmt.width}x{fmt.height}, {number(size_mb, 1)} MB, {how}"))


STEP = Step(
    name="render",
    version=7,
    reads=(
        "recording.json",
        "packets.npz",
        "levels.npz",
        "mix.json",
        "speech.json",
        "slides.json",
        "edit.json",
        "intro.mp4",
        "outro.mp4",
        "cards.npz",
        "captions.da.vtt",
        "chapters.vtt",
    ),
    writes=("video.mp4", "poster.jpg", *BOARD),
    optional=BOARD,
    run=run,
    preset_keys=(
        "video.crf",
        "video.speed",
        "video.storyboard",
        "sound.loudness_lufs",
        "sound.true_peak_dbtp",
        "sound.bitrate_kbit",
        "website.language",
        "privacy.names",
    ),
    meeting_keys=("title", "date", "speakers"),
)
