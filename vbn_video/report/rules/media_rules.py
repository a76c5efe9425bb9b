"""The rules for video and sound: each is named by the fault that it looks for, and yields what it finds. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vbn_video.clock import player_time, seconds
from vbn_video.decisions import ChannelMix, Finding, Severity
from vbn_video.messages import _
from vbn_video.plan.sound.mix_notices import describe_mix
from vbn_video.reasons import library_reason
from vbn_video.report.finding_texts import finding, in_words
from vbn_video.report.measure.measurements import Interval
from vbn_video.report.report_figures import exact, length, milliseconds, shown_number
from vbn_video.report.rules import case as limits
from vbn_video.report.rules.case import Case

PLACES_NAMED = 5


def decode_errors(case: Case) -> Iterator[Finding]:
    """Every frame and every sound can be decoded, and the file is all there."""
    decoded, container = case.measurements.decoded, case.measurements.container
    if not container.whole:
        yield finding("look", "cut off", _("The video file was cut off. Delete video.mp4 in the project folder and run again."))
    if decoded.faults:
        first = decoded.first_faults[0]
        sentence = _(
            "Places where the video cannot be decoded: {measured} (0 allowed), the first at {place} ({stream}: {what}). Delete "
            "video.mp4 in the project folder and run again; if it comes back, the recording is damaged there: cut that out."
        )
        words = {
            "measured": decoded.faults,
            "place": player_time(first.start_us),
            "stream": in_words(first.stream),
            "what": library_reason("media", first.what),
        }
        yield finding("look", "decode error", sentence, words, at_us=first.start_us, value=decoded.faults, limit=0)
    if not container.index_in_front:
        sentence = _("The video's index stands behind its pictures: browsers play it late. Delete video.mp4 and run again.")
        yield finding("look", "index", sentence)


def wrong_length(case: Case) -> Iterator[Finding]:
    """The video is as long as planned."""
    is_us, planned_us, limit_us = case.measurements.duration_us, case.plan.duration_us, case.length_limit_us
    if abs(is_us - planned_us) > limit_us:
        sentence = _(
            "The video is {measured} long, planned were {planned} (limit {allowed} apart). Delete video.mp4 and run again."
        )
        words = {"measured": exact(is_us), "planned": exact(planned_us), "allowed": milliseconds(limit_us)}
        yield finding("look", "duration", sentence, words, value=seconds(is_us), limit=seconds(planned_us))


def sound_and_frames_apart(case: Case) -> Iterator[Finding]:
    """Sound and video begin and end together."""
    decoded, container, limit_us = case.measurements.decoded, case.measurements.container, case.length_limit_us
    if decoded.sound_start_us is None or decoded.sound_end_us is None:
        yield finding("look", "sound", _("The video has no sound. Delete video.mp4 and run again."))
        return
    begin_us = abs(container.picture_start_us - decoded.sound_start_us)
    end_us = abs(container.picture_end_us - decoded.sound_end_us)
    shorter_us = min(container.picture_end_us, decoded.sound_end_us)
    for apart_us, at_us, sentence in (
        (
            begin_us,
            0,
            _("Picture and sound begin {measured} apart (limit {allowed}). Watch the start of the video: do they agree?"),
        ),
        (
            end_us,
            shorter_us,
            _("Picture and sound end {measured} apart from {place} on (limit {allowed}). Watch the end of the video."),
        ),
    ):
        if apart_us > limit_us:
            words = {"measured": length(apart_us, 2), "allowed": milliseconds(limit_us), "place": player_time(at_us)}
            value, limit = seconds(apart_us), seconds(limit_us)
            yield finding("look", "sound and picture", sentence, words, at_us=at_us, value=value, limit=limit)


def lost_frames(case: Case) -> Iterator[Finding]:
    """No frames were lost or doubled on the way."""
    planned, is_now, allowed = planned_frames(case), case.measurements.container.pictures, frames_limit(case)
    if abs(is_now - planned) > allowed:
        sentence = _(
            "The video has {measured} pictures, planned were {planned} (limit {allowed} apart). Watch whether it runs smoothly."
        )
        words = {"measured": is_now, "planned": planned, "allowed": allowed}
        yield finding("look", "pictures", sentence, words, value=is_now, limit=planned)


def planned_frames(case: Case) -> int:
    """How many frames the splice plan counts."""
    return sum(span.frames for span in case.splice.spans)


def frames_limit(case: Case) -> int:
    """By how many frames the video may differ from its plan."""
    return max(limits.FRAMES_A_SPAN * len(case.splice.spans), round(planned_frames(case) * limits.FRAMES_SHARE))


def wrong_loudness(case: Case) -> Iterator[Finding]:
    """The sound is as loud as the preset asks for."""
    is_lufs, aim_lufs = case.measurements.decoded.integrated_lufs, case.sound.loudness_lufs
    if is_lufs is not None and abs(is_lufs - aim_lufs) > limits.LOUDNESS_NOTE_LU:
        sentence = (
            _("The sound is too quiet: {measured} LUFS, {aim} ± {allowed} are asked for. Listen to the video.")
            if is_lufs < aim_lufs
            else _("The sound is too loud: {measured} LUFS, {aim} ± {allowed} are asked for. Listen to the video.")
        )
        severity: Severity = "look" if abs(is_lufs - aim_lufs) > limits.LOUDNESS_LOOK_LU else "note"
        numbers = {"measured": is_lufs, "aim": aim_lufs, "allowed": limits.LOUDNESS_NOTE_LU}
        words = {name: shown_number(number) for name, number in numbers.items()}
        yield finding(severity, "loudness", sentence, words, value=is_lufs, limit=aim_lufs)


def high_true_peak(case: Case) -> Iterator[Finding]:
    """The loudest peaks are whole in every player."""
    peak_dbtp, limit_dbtp = case.measurements.decoded.true_peak_dbtp, case.sound.true_peak_dbtp
    if peak_dbtp is not None and peak_dbtp > limit_dbtp:
        sentence = _("The loudest peak is {measured} dBTP (limit {allowed}): some players distort it. Listen to the loud places.")
        severity: Severity = "look" if peak_dbtp > limits.CLIPPING_DBTP else "note"
        words = {"measured": shown_number(peak_dbtp, 2), "allowed": shown_number(limit_dbtp, 2)}
        yield finding(severity, "true peak", sentence, words, value=peak_dbtp, limit=limit_dbtp)


def mixed_otherwise(case: Case) -> Iterator[Finding]:
    """The recording's channels are mixed as they are."""
    kept = [
        (span, places[0][0]) for span in case.mix.spans if (places := case.timeline.programme_spans(span.start_us, span.end_us))
    ]
    for alone in (False, True):
        spans = [(span, at_us) for span, at_us in kept if (span.only is not None) == alone]
        for sentence in describe_mix(ChannelMix(tuple(span for span, _at_us in spans))):
            yield finding("note", "channels", sentence, at_us=min(at_us for _span, at_us in spans))


@dataclass(frozen=True)
class DurationLimits:
    """How long something may last in the talk; `mostly`: or what share of all of it."""

    note_us: int
    look_us: int
    mostly: float = limits.MOST_OF_IT


def black_intervals(case: Case) -> Iterator[Finding]:
    """The video is not black inside the talk."""
    sentence = _(
        "The picture is black for {measured} from {place}{others} (limit {allowed}). Look whether something was lost there."
    )
    intervals = case.in_the_talk(case.measurements.decoded.black)
    yield from _longest(case, "black", sentence, intervals, DurationLimits(limits.BLACK_NOTE_US, limits.BLACK_LOOK_US))


def frozen_intervals(case: Case) -> Iterator[Finding]:
    """The video does not stand still for longer than a slide would, however short the talk is."""
    sentence = _(
        "Nothing in the picture moves for {measured} from {place}{others} (limit {allowed}). Look whether the picture was lost."
    )
    intervals = case.in_the_talk(case.not_on_cards(case.measurements.decoded.frozen))
    allowed = DurationLimits(limits.FROZEN_NOTE_US, limits.FROZEN_LOOK_US, mostly=float("inf"))
    yield from _longest(case, "frozen", sentence, intervals, allowed)


def silent_intervals(case: Case) -> Iterator[Finding]:
    """Nobody waits in silence inside the talk."""
    sentence = _(
        "Nothing is heard for {measured} from {place}{others} (limit {allowed}). Cut it out in edit.json, or let it stand."
    )
    intervals = case.in_the_talk(case.not_silenced(case.measurements.decoded.silent))
    yield from _longest(case, "silence", sentence, intervals, DurationLimits(limits.SILENT_NOTE_US, limits.SILENT_LOOK_US))


def sound_without_frames(case: Case) -> Iterator[Finding]:
    """Where the recording's frames begin after its sound or end before it, the nearest one stands still: that is no slide."""
    first = _(
        "{file} has sound but no picture for {measured} from {place} (limit {allowed}): the first picture stands still. "
        "Begin the video after it with --start, or let it stand."
    )
    last = _(
        "{file} has sound but no picture for {measured} from {place} (limit {allowed}): the last picture stands still. "
        "End the video there with --end, or let it stand."
    )
    for part, start_us in zip(case.recording.parts, case.recording.part_starts_us, strict=True):
        frames_us, end_us = (start_us + part.picture_start_us, start_us + part.picture_end_us), start_us + part.duration_us
        for begin_us, until_us, sentence in ((start_us, frames_us[0], first), (frames_us[1], end_us, last)):
            for first_us, last_us in case.timeline.programme_spans(begin_us, until_us):
                bare_us, limit_us = last_us - first_us, limits.NO_VIDEO_US
                if bare_us > limit_us:
                    words = {
                        "file": part.file,
                        "measured": length(bare_us),
                        "place": player_time(first_us),
                        "allowed": length(limit_us),
                    }
                    value, limit = seconds(bare_us), seconds(limit_us)
                    yield finding("look", "no picture", sentence, words, at_us=first_us, value=value, limit=limit)


def lost_end_of_sound(case: Case) -> Iterator[Finding]:
    """The sound goes on for as long as its track says."""
    sentence = _(
        "The sound of {file} ends at {place}, {missing} s sooner than the file says: what was said there is lost. "
        "Copy or convert the recording again."
    )
    for part, start_us in zip(case.recording.parts, case.recording.part_starts_us, strict=True):
        lost_us = part.sound_declared_us - part.sound_end_us
        if part.sound is not None and lost_us > limits.LOST_END_NOTE_US:
            words = {
                "file": part.file,
                "place": player_time(part.sound_end_us),
                "missing": shown_number(seconds(lost_us)),
            }
            severity: Severity = "look" if lost_us > limits.LOST_END_LOOK_US else "note"
            at_us = case.timeline.programme_from_recording(start_us + part.sound_end_us - 1)
            value, limit = seconds(lost_us), seconds(limits.LOST_END_NOTE_US)
            yield finding(severity, "lost sound", sentence, words, at_us=at_us, value=value, limit=limit)


def _longest(case: Case, rule: str, sentence: str, intervals: Sequence[Interval], allowed: DurationLimits) -> Iterator[Finding]:
    """One finding for all intervals of one kind: the longest, and where the others are; or how much of the talk they are."""
    share = sum(interval.duration_us for interval in intervals) / max(case.talk.duration_us, 1)
    mostly = share >= allowed.mostly
    noted = [interval for interval in intervals if interval.duration_us >= allowed.note_us or mostly]
    if not noted:
        return
    longest = max(noted, key=lambda interval: interval.duration_us)
    others = [player_time(interval.start_us) for interval in noted if interval is not longest]
    words = {
        "measured": length(longest.duration_us),
        "place": player_time(longest.start_us),
        "others": _(", and also at {places}").format(places=_listed(others)) if others else "",
        "allowed": length(allowed.note_us),
    }
    severity: Severity = "look" if mostly or longest.duration_us >= allowed.look_us else "note"
    value, limit = seconds(longest.duration_us), seconds(allowed.note_us)
    if mostly:
        words["others"] += _(", {share} % of the talk").format(share=shown_number(100 * share, 0))
        words["allowed"] = f"{shown_number(100 * allowed.mostly, 0)} %"
        value, limit = share, allowed.mostly
    yield finding(severity, rule, sentence, words, at_us=longest.start_us, value=value, limit=limit)


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places[:PLACES_NAMED]) + (" …" if len(places) > PLACES_NAMED else "")
