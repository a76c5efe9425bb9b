"""How a run went, and the document that `run --json` and `publish --json` print of it, from the project's files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vbn_video.clock import seconds
from vbn_video.decisions import EditPlan
from vbn_video.evidence import Recording
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_chapters
from vbn_video.plan.chapters.chapter_evidence import ChapterEvidence
from vbn_video.project import Project, read_value
from vbn_video.recording.packets import load_packets
from vbn_video.steps.runner import StepResult


@dataclass(frozen=True)
class RunResult:
    """How a run went."""

    project: Project
    steps: tuple[StepResult, ...]

    def document(self) -> dict[str, Any]:
        """What was made, by the design's keys; a value that the run did not reach is null, lists are empty."""
        return _document(self.project, self.steps)

    @property
    def links(self) -> tuple[str, ...]:
        """Where the published video can be seen."""
        return tuple(publication["url"] for publication in self.publications)

    @property
    def publications(self) -> tuple[dict[str, Any], ...]:
        """What came of each target, as `--json` has it."""
        return tuple(self.steps[-1].memory.get("publications", ())) if self.steps[-1].name == "publish" else ()


def _document(project: Project, steps: tuple[StepResult, ...]) -> dict[str, Any]:
    memory = {ran.name: ran.memory for ran in steps}
    return {
        "project": str(project.folder),
        "video": str(project.path("video.mp4")) if "render" in memory else None,
        **(_programme(project) if "plan" in memory else {"duration": None, "programme": None, "splice": None}),
        "captions": _captions(memory) if "caption" in memory else None,
        "chapters": _chapters(project) if "plan" in memory else [],
        "steps": [{"name": ran.name, "seconds": round(ran.seconds, 3), "cached": ran.cached} for ran in steps],
        "report": _report(project) if "check" in memory else None,
        "publications": list(memory.get("publish", {}).get("publications", ())),
    }


def _programme(project: Project) -> dict[str, Any]:
    from vbn_video.plan.cut.splice import plan_splice

    plan = read_value(project.path("edit.json"), EditPlan)
    recording = read_value(project.path("recording.json"), Recording)
    splice = plan_splice(recording, load_packets(project.path("packets.npz")), plan)
    return {
        "duration": seconds(plan.duration_us),
        "programme": {
            "intro": seconds(plan.intro_us),
            "kept": [[seconds(span.start_us), seconds(span.end_us)] for span in plan.kept],
            "outro": seconds(plan.outro_us),
        },
        "splice": {
            "copied": splice.frames("copy"),
            "encoded": splice.frames("encode"),
            "spans": [
                {
                    "start": seconds(span.start_us),
                    "end": seconds(span.end_us),
                    "how": span.how,
                    "why": span.why,
                    "pictures": span.frames,
                    "part": span.part,
                }
                for span in splice.spans
            ],
        },
    }


def _captions(memory: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    caption, transcribe = memory["caption"], memory["transcribe"]
    return {
        "cues": caption.get("cues", 0),
        "model": transcribe.get("model"),
        "engine": transcribe.get("engine"),
        "offences": list(caption.get("offences", ())),
    }


def _chapters(project: Project) -> list[dict[str, Any]]:
    chapters = parse_chapters(decode(project.path("chapters.vtt").read_bytes())).chapters
    evidence = read_value(project.path("chapters.json"), ChapterEvidence)
    return [
        {"start": seconds(chapter.start_us), "title": chapter.title, "source": evidence.source(chapter)} for chapter in chapters
    ]


def _report(project: Project) -> dict[str, Any]:
    report = read_value(project.path("report.json"), dict[str, Any])
    return {"passed": report["passed"], "findings": report["findings"]}
