"""What every place of a project begins with: its recording, what is kept of it, its slides, and what there is to correct."""

from __future__ import annotations

from typing import Any

from vbn_video.decisions import EditPlan
from vbn_video.errors import VbnError
from vbn_video.evidence import Recording, Slide
from vbn_video.project import Project, read_value
from vbn_video.review.media.recorded_files import read_recording, recorded_files
from vbn_video.runs.found_projects import title_of

HAS = {
    "captions": "captions.da.vtt",
    "cut": "edit.json",
    "chapters": "chapters.vtt",
    "words": "words.json",
    "report": "report.json",
    "peaks": "levels.npz",
}


def project_document(key: str, project: Project, run: dict[str, Any] | None, default_model: str) -> dict[str, Any]:
    """The project as the page shows it.

    Raises:
        InputError: `recording.json` can't be read any more.
    """
    from vbn_video.messages import language
    from vbn_video.review.desk.again.hearing_child import is_better_here
    from vbn_video.review.desk.models_here import heard_model, model_document

    recording = read_recording(project)
    plan, model = _plan(project), heard_model(project) or default_model
    return {
        "key": key,
        "name": project.folder.stem,
        "folder": str(project.folder),
        "title": title_of(project) or (recording.topic if recording else None),
        "duration_us": recording.duration_us if recording else 0,
        "intro_us": plan.intro_us if plan else 0,
        "outro_us": plan.outro_us if plan else 0,
        "kept": [[span.start_us, span.end_us] for span in plan.kept] if plan else [],
        "parts": _parts(key, project, recording) if recording else [],
        "slides": [
            {"start_us": slide.start_us, "still": f"/media/{key}/{slide.still}" if slide.still else None, "title": slide.title}
            for slide in _slides(project)
        ],
        "has": {name: project.path(file).is_file() for name, file in HAS.items()},
        "model": model_document(model) | {"is_better_here": is_better_here(model)},
        "run": run,
        "language": language(),
    }


def _parts(key: str, project: Project, recording: Recording) -> list[dict[str, Any]]:
    return [
        {
            "media": f"/media/{key}/{index}",
            "start_us": file.start_us,
            "duration_us": file.part.duration_us,
            "media_start_us": 0 if file.needs_proxy else max(file.part.source_start_us, 0),
            "type": file.media_type,
            "proxy": file.needs_proxy,
            "missing": file.path is None,
        }
        for index, file in enumerate(recorded_files(project, recording))
    ]


def _plan(project: Project) -> EditPlan | None:
    """What is kept; None where nothing is planned yet, or the file can't be read: the cut's place says why."""
    path = project.path("edit.json")
    try:
        return read_value(path, EditPlan) if path.is_file() else None
    except VbnError:
        return None


def _slides(project: Project) -> tuple[Slide, ...]:
    path = project.path("slides.json")
    try:
        return read_value(path, tuple[Slide, ...]) if path.is_file() else ()
    except VbnError:
        return ()
