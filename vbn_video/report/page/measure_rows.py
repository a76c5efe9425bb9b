"""What was measured, each number with its limit beside it, as rows for the report's table. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vbn_video.decisions import Finding, Severity
from vbn_video.messages import _
from vbn_video.report.measure.finished_video import SHORTEST_BLACK_US, SHORTEST_SILENCE_US, SHORTEST_STILL_US
from vbn_video.report.measure.measurements import Interval
from vbn_video.report.report_figures import exact, length, milliseconds, shown_number
from vbn_video.report.rules import case as limits
from vbn_video.report.rules.case import Case
from vbn_video.report.rules.media_rules import frames_limit, planned_frames

MISPLACED = ("caption outside", "empty caption", "overlap")


@dataclass(frozen=True)
class Measure:
    """One row: what, how much, how much is allowed, the rules that judge it, and the worst that they found."""

    name: str
    value: str
    limit: str
    rules: tuple[str, ...]
    severity: Severity | None = None


def measures(case: Case, findings: Iterable[Finding], violations: int) -> tuple[Measure, ...]:
    """All rows; those that a rule found fault with say so. `violations` = how many captions break their profile."""
    findings = tuple(findings)
    misplaced = sum(finding.rule in MISPLACED for finding in findings)
    severities = {(finding.rule, finding.severity) for finding in findings}
    rows = [*_video_and_sound(case), *_loudness(case), *_intervals(case), *_texts(case, violations, misplaced)]
    return tuple(replace(row, severity=_worst(row.rules, severities)) for row in rows)


def _video_and_sound(case: Case) -> list[Measure]:
    measured, apart = case.measurements, milliseconds(case.length_limit_us)
    container, decoded = measured.container, measured.decoded
    around = _("{planned} ± {allowed}")
    duration = around.format(planned=exact(case.plan.duration_us), allowed=apart)
    pictures = around.format(planned=shown_number(planned_frames(case), 0), allowed=frames_limit(case))
    end_apart = (
        _("no sound") if decoded.sound_end_us is None else milliseconds(abs(container.picture_end_us - decoded.sound_end_us))
    )
    in_front = _("yes") if container.index_in_front else _("no")
    return [
        Measure(_("Length"), exact(measured.duration_us), duration, ("duration",)),
        Measure(_("Picture and sound end apart"), end_apart, f"≤ {apart}", ("sound and picture", "sound")),
        Measure(_("Pictures"), shown_number(container.pictures, 0), pictures, ("pictures",)),
        Measure(_("Places that cannot be decoded"), str(decoded.faults), "0", ("decode error", "cut off")),
        Measure(_("Index in front of the pictures"), in_front, _("yes"), ("index",)),
    ]


def _loudness(case: Case) -> list[Measure]:
    decoded, aim = case.measurements.decoded, case.sound
    is_lufs, peak_dbtp = decoded.integrated_lufs, decoded.true_peak_dbtp
    loudness = _("silent") if is_lufs is None else f"{shown_number(is_lufs)} LUFS"
    peak = _("silent") if peak_dbtp is None else f"{shown_number(peak_dbtp, 2)} dBTP"
    around = f"{shown_number(aim.loudness_lufs)} ± {shown_number(limits.LOUDNESS_NOTE_LU)}"
    return [
        Measure(_("Loudness"), loudness, around, ("loudness",)),
        Measure(_("Loudest true peak"), peak, f"≤ {shown_number(aim.true_peak_dbtp, 2)}", ("true peak",)),
    ]


def _intervals(case: Case) -> list[Measure]:
    decoded = case.measurements.decoded

    def row(name: str, found: tuple[Interval, ...], shortest_us: int, limit_us: int, *rules: str) -> Measure:
        longest_us = max((interval.duration_us for interval in case.in_the_talk(found)), default=0)
        value = length(longest_us) if longest_us >= shortest_us else f"< {length(shortest_us)}"
        return Measure(name, value, f"< {length(limit_us)}", rules)

    return [
        row(_("Longest black in the talk"), decoded.black, SHORTEST_BLACK_US, limits.BLACK_NOTE_US, "black"),
        row(_("Longest without a movement"), decoded.frozen, SHORTEST_STILL_US, limits.FROZEN_NOTE_US, "frozen", "no picture"),
        row(_("Longest silence in the talk"), decoded.silent, SHORTEST_SILENCE_US, limits.SILENT_NOTE_US, "silence"),
    ]


def _texts(case: Case, violations: int, misplaced: int) -> list[Measure]:
    container, cues, chapters = case.measurements.container, len(case.captions.cues), len(case.chapters)
    return [
        Measure(_("Captions"), str(cues), "≥ 1", ("no caption", "caption file", "speech")),
        Measure(_("Captions outside, empty or overlapping"), str(misplaced), "0", MISPLACED),
        Measure(_("Captions that break the norm"), str(violations), "0", ("caption offence",)),
        Measure(_("Chapters"), str(chapters), _("none, or 3 and more"), ("chapters",)),
        Measure(_("Chapters inside the file"), str(container.chapters), str(chapters), ("chapters inside",)),
        Measure(_("Subtitle tracks inside the file"), str(container.subtitles), str(min(cues, 1)), ("captions inside",)),
    ]


def _worst(rules: tuple[str, ...], severities: set[tuple[str, Severity]]) -> Severity | None:
    found = {severity for rule, severity in severities if rule in rules}
    return "look" if "look" in found else "note" if found else None
