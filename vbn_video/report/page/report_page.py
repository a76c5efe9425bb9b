"""Writes the report of a check: `report.json` for programs, `report.html` for people, one page that needs no other file."""

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vbn_video.clock import player_time
from vbn_video.codec import to_json
from vbn_video.decisions import Finding
from vbn_video.messages import _, language
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.report.finding_texts import in_words, reasons_in_words, rule_unit
from vbn_video.report.measure.measurements import Measurements
from vbn_video.report.page.caption_rows import change_in_words, violation_rows
from vbn_video.report.page.chapter_rows import chapter_rows
from vbn_video.report.page.contact_sheet import Join
from vbn_video.report.page.cut_places import DoubtfulSide
from vbn_video.report.page.measure_rows import measures
from vbn_video.report.page.page_words import page_words
from vbn_video.report.report_figures import length, shown_number
from vbn_video.report.rules.case import Case
from vbn_video.report.rules.judge import passed

TEMPLATE = "report.html.j2"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class SpliceCounts:
    """How many frames were copied from the recording, and how many were encoded."""

    copied: int
    encoded: int


@dataclass(frozen=True)
class Report:
    """`report.json`."""

    passed: bool
    findings: tuple[Finding, ...]
    content: str
    """SHA-256 over the video's coded packets: what the ledger and the site know it by."""
    measurements: Measurements
    splice: SpliceCounts


@dataclass(frozen=True)
class Heading:
    """What the page is called, and what made the captions in it."""

    title: str
    """The meeting's title; empty where it has none: then the recording's name stands there."""
    model: str
    engine: str
    """Empty where nothing was transcribed."""
    profile: str
    font: bytes = b""
    """The page's letters (WOFF2), to stand inside it; empty: the machine's own."""


def report_json(case: Case, findings: tuple[Finding, ...], content: str) -> str:
    """The report for programs."""
    splice = SpliceCounts(case.splice.frames("copy"), case.splice.frames("encode"))
    return to_json(Report, Report(passed(findings), findings, content, case.measurements, splice))


def report_html(
    case: Case,
    findings: tuple[Finding, ...],
    content: str,
    heading: Heading,
    joins: Sequence[Join],
    *,
    doubtful: Sequence[DoubtfulSide] = (),
) -> str:
    """The report for people; every place in it is a link into `video.mp4` beside it."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("vbn_video.report.page", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        place=player_time, length=length, number=shown_number, in_words=in_words, unit=rule_unit, by=change_in_words
    )
    violations = check_cues(case.captions.cues, case.profile)
    return environment.get_template(TEMPLATE).render(
        say=page_words(len(case.captions.cues)),
        language=language(),
        title=heading.title.strip() or case.recording.name,
        heading=heading,
        font=b64encode(heading.font).decode("ascii"),
        facts=_facts(case, content),
        looks=[finding for finding in findings if finding.severity == "look"],
        notes=[finding for finding in findings if finding.severity == "note"],
        measures=measures(case, findings, len(violations)),
        spans=_kept_rows(case),
        plan=case.plan,
        low_confidence=case.sure,
        joins=joins,
        doubtful=doubtful,
        violations=violation_rows(case, violations),
        changes=case.changes(),
        cues=len(case.captions.cues),
        chapters=chapter_rows(case),
        splice=_splice_rows(case),
    )


def _facts(case: Case, content: str) -> list[str]:
    """The line under the title."""
    container = case.measurements.container
    channels = {0: "", 1: _("mono"), 2: _("stereo")}.get(container.sound_channels, str(container.sound_channels))
    codec = f"{(container.sound_codec or '').upper()} {channels}, {shown_number(container.sound_rate_hz / 1000, 1)} kHz"
    rate = shown_number(1_000_000 / container.picture_us, 2) if container.picture_us else "0"
    return [
        length(case.measurements.duration_us),
        _("{width}×{height}, {rate} pictures a second, {codec}").format(
            width=container.width, height=container.height, rate=rate, codec=container.codec.upper()
        ),
        codec if container.sound_codec else _("no sound"),
        f"{shown_number(container.size / MEGABYTE)} MB",
        _("content {content}").format(content=content[:12]),
    ]


def _kept_rows(case: Case) -> list[dict[str, Any]]:
    """Each kept span with its place in the programme."""
    return [
        {
            "span": span,
            "at_us": case.timeline.programme_from_recording(span.start_us) or 0,
            "kept_us": span.end_us - span.start_us,
        }
        for span in case.plan.kept
    ]


def _splice_rows(case: Case) -> list[dict[str, Any]]:
    """How many frames were copied and how many encoded, by the reason."""
    counted: Counter[tuple[str, str]] = Counter()
    for span in case.splice.spans:
        counted[span.how, span.why] += span.frames
    words = {"copy": _("copied"), "encode": _("encoded")}
    return [{"how": words[how], "why": reasons_in_words(why), "pictures": pictures} for (how, why), pictures in counted.items()]
