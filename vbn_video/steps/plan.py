"""plan: what of the recording is kept, and the chapters; both can be edited by people, and their edits win."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vbn_video.clock import player_time, seconds, timecode, us
from vbn_video.codec import to_json, to_values
from vbn_video.decisions import EditPlan, KeptSpan
from vbn_video.errors import InputError
from vbn_video.events import Emit, Found, Notice
from vbn_video.evidence import Packets, Recording, Speech, Transcript, Word
from vbn_video.formats.base import decode, refuse
from vbn_video.messages import _
from vbn_video.plan.captions.edited.chapter_moves import ChapterHomes
from vbn_video.plan.cut.programme_format import programme_format, whole_frames_us
from vbn_video.plan.words.audible_words import audible_words
from vbn_video.project import read_value
from vbn_video.recording.packets import load_packets
from vbn_video.settings.lexicon.danish_lexicon import lexicon_fingerprint
from vbn_video.settings.lists.glossary_files import glossary_hash
from vbn_video.settings.lists.phrase_files import load_phrases, phrases_hash
from vbn_video.settings.preset import Preset
from vbn_video.steps.meeting_course import COURSE_FILES, read_evidence, with_planned_times
from vbn_video.steps.programme_chapters import write_programme_chapters
from vbn_video.steps.step import Inputs, Outcome, Step

if TYPE_CHECKING:
    from vbn_video.plan.cut.cut_points import CutPoints

MOVED_NOTABLY_US = 500_000
TRIMMING = tuple(f"trim.{key}" for key in ("lead_s", "tail_s", "sure", "breaks", "break_s", "phrases", "weights"))
CHAPTERS = tuple(f"chapters.{key}" for key in ("pause_s", "minimum_s", "at_most"))
WORDING = tuple(f"captions.{key}" for key in ("glossary", "fillers", "quotes"))
MEETING_KEYS = ("agenda", "timezone", "speakers", "host")


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Reads the evidence, plans the cut, adds the bumpers, plans the chapters, tells what a person should look at."""
    recording = read_value(inputs.files["recording.json"], Recording)
    words = read_value(inputs.files["words.json"], Transcript).words
    packets = load_packets(inputs.files["packets.npz"])
    plan = _with_bumpers(inputs, recording, _cut(inputs, recording, packets, words, emit))
    inputs.out["edit.json"].write_text(to_json(EditPlan, plan), encoding="utf-8")
    homes = write_programme_chapters(inputs, read_evidence(inputs, recording, audible_words(words, plan)), recording, plan, emit)
    _report(inputs, recording, plan, emit)
    _report_unspoken(plan, (0, recording.duration_us), emit)
    _report_copied(recording, packets, plan, emit)
    return Outcome(memory=_memory(plan, homes, inputs.preset.trim.sure if inputs.preset.trim.enabled else None))


def _cut(inputs: Inputs, recording: Recording, packets: Packets, words: Sequence[Word], emit: Emit) -> EditPlan:
    """The kept spans, by the person's edit where there is one, else by the evidence; no bumpers yet."""
    from vbn_video.listen.levels import load_levels
    from vbn_video.plan.cut.cut_points import CutPoints
    from vbn_video.plan.cut.trim import NO_PHRASES, plan_trim
    from vbn_video.plan.meeting.planned_times import describe_contradictions

    levels = load_levels(inputs.files["levels.npz"])
    speech = read_value(inputs.files["speech.json"], Speech).speech
    asked = {"start_us": inputs.values.get("start_us"), "end_us": inputs.values.get("end_us")}
    cut_points = CutPoints.of(recording, levels, speech, words, packets)
    if "edit.json" in inputs.edited:
        plan = _edited_cut(inputs, recording, cut_points, asked, emit)
    else:
        trim = inputs.preset.trim
        evidence = read_evidence(inputs, recording, words, levels)
        if trim.enabled:
            evidence = with_planned_times(evidence, inputs, recording, emit)
        plan = plan_trim(
            recording,
            cut_points,
            evidence,
            trim=trim,
            phrases=load_phrases(trim.phrases) if trim.enabled else NO_PHRASES,
            language=inputs.preset.website.language if trim.enabled and trim.breaks == "card" else "da",
            start_us=asked["start_us"],
            end_us=asked["end_us"],
        )
        for sentence in describe_contradictions((evidence.planned_start_us, evidence.planned_end_us), plan):
            emit(Notice(sentence))
    _report_asked(plan, cut_points, asked, emit)
    return _with_asked_spans(inputs, recording, plan, cut_points, emit)


def _edited_cut(
    inputs: Inputs, recording: Recording, cut_points: CutPoints, asked: Mapping[str, int | None], emit: Emit
) -> EditPlan:
    """What the person wrote into `edit.json`, put on pictures; `--start` and `--end` win over it."""
    from vbn_video.plan.cut.edit_text import parse_edit, settle_edit

    path = inputs.edited["edit.json"]
    parsed = parse_edit(decode(path.read_bytes()), recording.duration_us, inputs.remembered("edit", EditPlan))
    refuse(parsed.problems, path.name, path)
    for option, value in asked.items():
        if value is not None:
            sentence = _("--{option} {time} was asked for: it wins over edit.json, and is written into it.")
            emit(Notice(sentence.format(option=option.removesuffix("_us"), time=timecode(value))))
    kept = settle_edit(parsed.kept, cut_points, asked["start_us"], asked["end_us"])
    if not kept:
        raise InputError(_("{path} keeps nothing: no picture of the recording lies inside its spans."), path=path)
    if not any(asked.values()):
        _report_snapped(parsed.kept, kept, emit)
        _report_spoken(inputs, kept, cut_points, emit)
    return EditPlan(kept, silenced=parsed.silenced)


def _with_asked_spans(inputs: Inputs, recording: Recording, plan: EditPlan, cut_points: CutPoints, emit: Emit) -> EditPlan:
    """The plan with what `--cut` and `--keep` ask for."""
    from vbn_video.plan.cut.asked_cut import AskedCut, apply_cut, settle_cut, typed_span
    from vbn_video.plan.cut.spoken_cuts import spoken_cut

    spans = {name: tuple(map(tuple, inputs.values.get(name) or ())) for name in ("cuts", "keeps")}
    if not any(spans.values()):
        return plan
    if "edit.json" in inputs.edited:
        for option, span in ((name.removesuffix("s"), span) for name in spans for span in spans[name]):
            sentence = _("--{option} {time} was asked for: it wins over edit.json, and is written into it.")
            emit(Notice(sentence.format(option=option, time=typed_span(span))))
    cut = settle_cut(apply_cut(plan, AskedCut(cuts=spans["cuts"], keeps=spans["keeps"]), recording.duration_us), cut_points)
    stood = {edge_us for span in plan.kept for edge_us in (span.start_us, span.end_us)}
    words = read_value(inputs.files["words.json"], Transcript).words
    for at_us in sorted({edge_us for span in cut.kept for edge_us in (span.start_us, span.end_us)} - stood):
        for said in spoken_cut(at_us, cut_points, words):
            emit(Notice(said))
    return cut


def _with_bumpers(inputs: Inputs, recording: Recording, plan: EditPlan) -> EditPlan:
    """The plan with the bumpers' lengths: whole pictures of the programme, 0 where the preset has no template."""
    rate = programme_format(recording, plan).rate
    preset = inputs.preset
    intro_s = preset.intro.seconds if preset.intro.template else 0
    outro_s = preset.outro.seconds if preset.outro.template else 0
    return replace(plan, intro_us=whole_frames_us(intro_s, rate), outro_us=whole_frames_us(outro_s, rate))


def _memory(plan: EditPlan, homes: ChapterHomes, sure: float | None) -> dict[str, Any]:
    remembered = {"edit": to_values(EditPlan, plan)} | ({} if sure is None else {"sure": sure})
    return remembered | ({"aside": to_values(ChapterHomes, homes)} if homes.homes else {})


def _report(inputs: Inputs, recording: Recording, plan: EditPlan, emit: Emit) -> None:
    from vbn_video.plan.cut.trim import MEETING, NO_SPEECH
    from vbn_video.plan.meeting.reason_words import PlaceClock, side_in_words

    first, last = plan.kept[0], plan.kept[-1]
    if NO_SPEECH in (first.start_side.reason, last.end_side.reason):
        emit(Notice(_("No speech shows where the meeting begins and ends: set it with --start and --end."), "warning"))
    elif inputs.preset.trim.enabled:
        clock, sure = PlaceClock(recording), inputs.preset.trim.sure
        begins = (
            _("The meeting begins at {time}: {reason}."),
            _("Where the meeting begins is not sure ({time}: {reason}): look there; correct it with {option} or in edit.json."),
        )
        ends = (
            _("The meeting ends at {time}: {reason}."),
            _("Where the meeting ends is not sure ({time}: {reason}): look there; correct it with {option} or in edit.json."),
        )
        sides = (("--start", first.start_us, first.start_side, begins), ("--end", last.end_us, last.end_side, ends))
        for option, at_us, side, (is_sure, is_not) in sides:
            reason = side_in_words(side, clock)
            doubtful = side.confidence < sure
            if doubtful or (reason and side.reason == MEETING):
                sentence = (is_not if doubtful else is_sure).format(
                    time=timecode(at_us), option=option, reason=reason or _("nothing tells")
                )
                emit(Notice(sentence, "warning" if doubtful else "info"))
    lengths = {"kept": _rounded(plan.kept_us), "whole": _rounded(recording.duration_us)}
    sentence = _("{kept} of {whole} kept, {start} to {end}")
    emit(Found(sentence.format(**lengths, start=_rounded(first.start_us), end=_rounded(last.end_us))))


def _report_unspoken(plan: EditPlan, whole: tuple[int, int], emit: Emit) -> None:
    """Say where something that is no speech was cut, though it is as loud: a film that was shown, music."""
    from vbn_video.plan.cut.trim import UNSPOKEN

    ends = [(whole[0], None), *((span.end_us, span.end_side) for span in plan.kept)]
    starts = [*((span.start_us, span.start_side) for span in plan.kept), (whole[1], None)]
    for (from_us, end_side), (until_us, start_side) in zip(ends, starts, strict=True):
        if from_us < until_us and UNSPOKEN in {side.reason for side in (end_side, start_side) if side}:
            sentence = _(
                "From {start} to {end} something is heard, but no speech: it is cut. If it shall stay, add it in edit.json."
            )
            emit(Notice(sentence.format(start=timecode(from_us), end=timecode(until_us)), "warning"))


def _report_copied(recording: Recording, packets: Packets, plan: EditPlan, emit: Emit) -> None:
    from vbn_video.plan.cut.splice import copied_share, plan_splice

    share = copied_share(plan_splice(recording, packets, plan))
    emit(Found(_("{share} % copied").format(share=int(100 * share))))


def _report_asked(plan: EditPlan, cut_points: CutPoints, asked: Mapping[str, int | None], emit: Emit) -> None:
    """Say where a person's own time cuts through speech, which is done as asked, and where it can't be done as asked."""
    for option, at_us in (("start", plan.kept[0].start_us), ("end", plan.kept[-1].end_us)):
        asked_us = asked[f"{option}_us"]
        if asked_us is None:
            continue
        if asked_us < at_us - MOVED_NOTABLY_US:
            sentence = _("--{option} {time} was moved to {place}: no picture stands nearer.")
            emit(Notice(sentence.format(option=option, time=timecode(asked_us), place=timecode(at_us))))
        if cut_points.is_in_speech(at_us):
            sentence = _("--{option} {time} is in the middle of speech; it is cut there because you asked for it.")
            emit(Notice(sentence.format(option=option, time=timecode(at_us))))


def _report_snapped(wanted: Sequence[KeptSpan], kept: Sequence[KeptSpan], emit: Emit) -> None:
    """Say which of the person's times had to be moved notably, because no picture begins near them."""
    edges_us = [edge_us for span in kept for edge_us in (span.start_us, span.end_us)]
    for at_us in (edge_us for span in wanted for edge_us in (span.start_us, span.end_us)):
        nearest_us = min(edges_us, key=lambda edge_us: abs(edge_us - at_us))
        if abs(nearest_us - at_us) > MOVED_NOTABLY_US:
            sentence = _("The time {time} in edit.json was moved to {place}: no picture begins nearer.")
            emit(Notice(sentence.format(time=timecode(at_us), place=timecode(nearest_us))))


def _report_spoken(inputs: Inputs, kept: Sequence[KeptSpan], cut_points: CutPoints, emit: Emit) -> None:
    """Say where a cut that the person made lies inside a word, or in the middle of speech."""
    from vbn_video.plan.cut.edit_text import EDITOR
    from vbn_video.plan.cut.spoken_cuts import spoken_cut

    words = read_value(inputs.files["words.json"], Transcript).words
    sides = [(at_us, side) for one in kept for at_us, side in ((one.start_us, one.start_side), (one.end_us, one.end_side))]
    for at_us in (at_us for at_us, side in sides if side == EDITOR):
        for sentence in spoken_cut(at_us, cut_points, words):
            emit(Notice(sentence))


def _rounded(at_us: int) -> str:
    return player_time(us(round(seconds(at_us))))


def _idle_keys(preset: Preset) -> Collection[str]:
    """What says how something is done has no effect where it is not done."""
    idle: list[str] = []
    if not preset.trim.enabled:
        idle += [key for key in TRIMMING if key != "trim.phrases" or not preset.chapters.enabled]
    elif preset.trim.breaks == "keep":
        idle.append("trim.break_s")
    if not preset.trim.enabled or preset.trim.breaks != "card":
        idle.append("website.language")
    if not preset.chapters.enabled:
        asked_by_the_cut = ("agenda", "timezone") if preset.trim.enabled else ()
        idle += (*CHAPTERS, *WORDING, "privacy.names", *(f"meeting.{key}" for key in MEETING_KEYS if key not in asked_by_the_cut))
    bumpers = {"intro": preset.intro, "outro": preset.outro}
    return (*idle, *(f"{section}.seconds" for section, bumper in bumpers.items() if not bumper.template))


def _lists(inputs: Inputs) -> dict[str, str | None]:
    """What the chapters' titles are spelled by, and the phrases by which the meeting's course is known."""
    preset = inputs.preset
    return {
        "glossary": glossary_hash(preset.captions.glossary) if preset.chapters.enabled else None,
        "lexicon": lexicon_fingerprint() if preset.chapters.enabled else None,
        "phrases": phrases_hash(preset.trim.phrases) if preset.trim.enabled or preset.chapters.enabled else None,
    }


STEP = Step(
    name="plan",
    version=18,
    reads=("recording.json", "packets.npz", "levels.npz", "speech.json", "words.json", *COURSE_FILES),
    writes=("edit.json", "chapters.vtt", "chapters.json"),
    run=run,
    editable=("edit.json", "chapters.vtt"),
    preset_keys=(
        "trim.enabled",
        *TRIMMING,
        "chapters.enabled",
        *CHAPTERS,
        "intro.seconds",
        "intro.template",
        "outro.seconds",
        "outro.template",
        *WORDING,
        "website.language",
        "privacy.names",
    ),
    meeting_keys=MEETING_KEYS,
    idle_keys=_idle_keys,
    value_keys=("start_us", "end_us", "cuts", "keeps"),
    external_inputs=_lists,
)
