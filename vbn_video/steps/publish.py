"""publish: bring every target to show the finished video and its texts, as far as it does not already."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from vbn_video.errors import FindingsError
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.project import read_value
from vbn_video.publish.ledger import LEDGER_FILE, Ledger
from vbn_video.publish.material import read_material
from vbn_video.publish.targets import publish_to
from vbn_video.publish.youtube.sync.target_metadata import PublicationRequest
from vbn_video.publish.youtube.texts.visibility import Visibility
from vbn_video.steps.step import Inputs, Outcome, Step

READS = (
    "recording.json",
    "edit.json",
    "video.mp4",
    "poster.jpg",
    "captions.da.vtt",
    "captions.da.srt",
    "chapters.vtt",
    "storyboard.jpg",
    "storyboard.vtt",
    "report.json",
)
SHOWN_FINDINGS = 3


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Hold back what a person must look at, then publish to every target.

    Raises:
        FindingsError: the check found something, and nobody said `--despite-findings`.
        InputError, MissingError, TargetError: see `publish_to`.
    """
    report = read_value(inputs.files["report.json"], dict[str, Any])
    _hold_back(report, inputs, emit)
    publications = publish_to(
        inputs.values["to"],
        read_material(inputs.files, report["content"], inputs.meeting),
        Ledger(inputs.files[LEDGER_FILE]),
        inputs.preset,
        emit,
        asked=PublicationRequest(
            visibility=Visibility(**inputs.values["visibility"]),
            replace=bool(inputs.values["replace"]),
            limit_rate=inputs.values["limit_rate"],
        ),
    )
    untouched = all(publication.state == "unchanged" for publication in publications)
    return Outcome({"publications": [asdict(publication) for publication in publications]}, untouched=untouched)


def _hold_back(report: Mapping[str, Any], inputs: Inputs, emit: Emit) -> None:
    if report["passed"]:
        return
    found = [finding["message"] for finding in report["findings"] if finding["severity"] == "look"]
    shown = " ".join(found[:SHOWN_FINDINGS])
    if not inputs.values["despite_findings"]:
        raise FindingsError(
            _(
                "Not published: the check found {count} that a person must look at. {findings} See {path}; mend it, or publish"
                " all the same with --despite-findings."
            ),
            count=len(found),
            findings=shown,
            path=inputs.files["report.json"].with_name("report.html"),
        )
    emit(Notice(_("Published all the same, by --despite-findings: {findings}").format(findings=shown), "warning"))


STEP = Step(
    name="publish",
    version=1,
    reads=READS,
    writes=(),
    run=run,
    state_files=(LEDGER_FILE,),
    preset_keys=("website", "youtube"),
    meeting_keys=("title", "theme", "date", "speakers", "host", "description", "links", "language", "timezone", "video"),
    value_keys=("to", "visibility", "limit_rate", "replace", "despite_findings"),
    always=True,
)
