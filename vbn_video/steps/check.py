"""check: the finished video is read from end to end, measured, judged by the rules, and reported."""

import contextlib
import os
from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from vbn_video.clock import US_PER_S
from vbn_video.codec import from_json, to_json
from vbn_video.decisions import CaptionNotes, EditPlan, Finding
from vbn_video.events import Emit, Found, Notice
from vbn_video.evidence import Recording, Slide, Transcript
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_chapters, parse_vtt
from vbn_video.messages import _, language
from vbn_video.plan.chapters.chapter_evidence import ChapterEvidence
from vbn_video.plan.words.audible_words import audible_words
from vbn_video.project import disk_errors, read_value
from vbn_video.recording.packets import load_packets
from vbn_video.report.measure.container import read_container, with_other_words
from vbn_video.report.measure.finished_video import decode_video
from vbn_video.report.measure.measurements import ContainerFacts, DecodedFacts, Measurements
from vbn_video.report.measure.media_digest import media_digest
from vbn_video.report.page.contact_sheet import Join, read_joins
from vbn_video.report.page.cut_places import doubtful_sides
from vbn_video.report.rules.case import Case
from vbn_video.steps.step import Inputs, Outcome, Step, read_mix
from vbn_video.timeline import Timeline

MEASURING = 2
"""Raised when the same video would be measured otherwise: then what was remembered is not taken."""


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Measures the video (decoding only what was not decoded before), judges it, writes both reports, says what to look at."""
    from vbn_video.report.rules.judge import judge

    video = inputs.files["video.mp4"]
    recording = read_value(inputs.files["recording.json"], Recording)
    plan = read_value(inputs.files["edit.json"], EditPlan)
    with ThreadPoolExecutor(1) as beside:
        joins = beside.submit(read_joins, video, Timeline.of(recording, plan))
        with disk_errors(video.parent):
            media = media_digest(video)
        container, content = _read_before(inputs, media) or read_container(video)
        decoded = _remembered(inputs, content) or decode_video(video, container.picture_end_us, emit)
        case = _case(inputs, recording, plan, Measurements(container, decoded))
        findings = judge(case)
        _write_reports(inputs, case, findings, content, joins.result())
    _report(findings, emit)
    known = {"media": media, "container": to_json(ContainerFacts, container)}
    return Outcome({"content": content, "measuring": MEASURING, "decoded": to_json(DecodedFacts, decoded), **known})


def _read_before(inputs: Inputs, media: str) -> tuple[ContainerFacts, str] | None:
    """(the facts, the content) if pictures and sound lie as they did when they were read last; else they are read."""
    if media and (inputs.memory.get("media"), inputs.memory.get("measuring")) == (media, MEASURING):
        with contextlib.suppress(ValidationError, KeyError):  # then they are read once more
            known = with_other_words(inputs.files["video.mp4"], from_json(ContainerFacts, inputs.memory["container"]))
            return (known, str(inputs.memory["content"])) if known else None
    return None


def _remembered(inputs: Inputs, content: str) -> DecodedFacts | None:
    """What was decoded last time, if the video has the same content as then."""
    if (inputs.memory.get("content"), inputs.memory.get("measuring")) == (content, MEASURING):
        with contextlib.suppress(ValidationError, KeyError):  # then it is decoded once more
            return from_json(DecodedFacts, inputs.memory["decoded"])
    return None


def _case(inputs: Inputs, recording: Recording, plan: EditPlan, measurements: Measurements) -> Case:
    """The video beside all that was decided for it."""
    from vbn_video.plan.cut.splice import plan_splice

    transcript = _transcript(inputs)
    return Case(
        measurements=measurements,
        recording=recording,
        plan=plan,
        splice=plan_splice(recording, load_packets(inputs.files["packets.npz"]), plan),
        sound=inputs.preset.sound,
        profile=inputs.loaded_profile.profile,
        captions=parse_vtt(decode(inputs.files["captions.da.vtt"].read_bytes())),
        words=audible_words(transcript.words, plan),
        languages=transcript.languages,
        chapters=parse_chapters(decode(inputs.files["chapters.vtt"].read_bytes())).chapters,
        chapter_evidence=read_value(inputs.files["chapters.json"], ChapterEvidence),
        mix=read_mix(inputs),
        sure=inputs.preset.trim.sure,
        notes=read_value(inputs.files["captions.changes.json"], CaptionNotes),
    )


def _transcript(inputs: Inputs) -> Transcript:
    return read_value(inputs.files["words.json"], Transcript)


def _write_reports(inputs: Inputs, case: Case, findings: tuple[Finding, ...], content: str, joins: Sequence[Join]) -> None:
    from importlib.resources import files

    from vbn_video.report.page.report_page import Heading, report_html, report_json

    transcript = _transcript(inputs)
    font = files("vbn_video.publish.website.pages").joinpath("assets", "atkinson-hyperlegible-next.woff2").read_bytes()
    heading = Heading(inputs.meeting.title, transcript.model, transcript.engine, case.profile.name, font)
    shown = inputs.files.get("slides.json")
    slides = read_value(shown, tuple[Slide, ...]) if shown else ()
    project = inputs.files["video.mp4"].parent
    doubtful = doubtful_sides(
        case, slides, lambda name: _still(inputs, name), lambda at_us: _address(case.recording, inputs.root, project, at_us)
    )
    inputs.out["report.json"].write_text(report_json(case, findings, content), encoding="utf-8", newline="\n")
    page = report_html(case, findings, content, heading, joins, doubtful=doubtful)
    inputs.out["report.html"].write_text(page, encoding="utf-8", newline="\n")


def _still(inputs: Inputs, name: str) -> bytes | None:
    """What `look` keeps beside `slides.json` under that name; None where it is gone."""
    path = inputs.files["slides.json"].parent / name
    return path.read_bytes() if path.is_file() else None


def _address(recording: Recording, root: Path, project: Path, at_us: int) -> str:
    """Where the recording is played from that moment on, seen from the project folder."""
    starts_us = recording.part_starts_us
    number = max(bisect_right(starts_us, at_us) - 1, 0)
    part_us = max(at_us - starts_us[number], 0)
    path = (root / recording.parts[number].file).absolute()
    try:
        beside = PurePosixPath("/", Path(os.path.relpath(path, project.absolute())).as_posix())
        address = beside.as_uri().removeprefix("file:///")
    except ValueError:  # another drive of Windows
        address = path.as_uri()
    return f"{address}#t={part_us // US_PER_S}"


def _report(findings: tuple[Finding, ...], emit: Emit) -> None:
    looks = [finding for finding in findings if finding.severity == "look"]
    for finding in looks:
        emit(Notice(finding.message, "warning"))
    notes = len(findings) - len(looks)
    if looks:
        emit(Found(_("to look at: {looks}, worth knowing: {notes}, see report.html").format(looks=len(looks), notes=notes)))
    else:
        emit(Found(_("in order, worth knowing: {notes}").format(notes=notes) if notes else _("in order")))


STEP = Step(
    name="check",
    version=10,
    reads=(
        "recording.json",
        "packets.npz",
        "mix.json",
        "slides.json",
        "edit.json",
        "video.mp4",
        "captions.da.vtt",
        "captions.changes.json",
        "chapters.vtt",
        "chapters.json",
        "words.json",
    ),
    writes=("report.json", "report.html"),
    run=run,
    preset_keys=("trim.sure", "sound.loudness_lufs", "sound.true_peak_dbtp", "captions.profile"),
    meeting_keys=("title",),
    external_inputs=lambda inputs: [language(), inputs.loaded_profile.text],
)
