"""What a meeting's corrections teach: entries for a word list, with each place in this meeting and others that they concern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.decisions import Cue
from vbn_video.errors import InputError, VbnError
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_vtt
from vbn_video.messages import _
from vbn_video.plan.danish.corrections import Suggestion, as_toml, suggest_entries
from vbn_video.plan.review.heard_places import heard_places
from vbn_video.project import SUFFIX, Project
from vbn_video.review.answers import answer, workspace_of
from vbn_video.review.captions.captions_store import VTT
from vbn_video.review.captions.captions_values import Sent, Text, clean
from vbn_video.review.documents.document_edits import loaded_preset_of
from vbn_video.review.documents.project_writing import read_body, read_project_file
from vbn_video.runs.heard_captions import heard_and_edited
from vbn_video.settings.glossary import Glossary
from vbn_video.settings.lists.glossary_files import load_glossary
from vbn_video.settings.lists.glossary_writing import add_entries, list_to_write

MOST_OTHERS = 50
"""Number of other projects that are looked through, the newest first."""
MOST_PLACES = 20
"""Number of places of an entry in one project that are shown."""


class _Entry(Sent):
    heard: Text
    right: Text


class _Entries(Sent):
    entries: Annotated[tuple[_Entry, ...], Field(min_length=1, max_length=200)]


def _get(request: Request) -> Response:
    project, names = workspace_of(request).project(request.path_params["key"]), loaded_preset_of(request).preset.captions.glossary
    heard, edited = heard_and_edited(project)
    known = load_glossary(names)
    suggestions = [one for one in suggest_entries(heard, edited) if not _is_known(one, known)]
    meetings = [(request.path_params["key"], project, heard), *_others(request, project)] if suggestions else []
    entries = [
        {
            "heard": one.heard,
            "right": one.right,
            "times": one.times,
            "ambiguous": one.ambiguous,
            "meetings": list(_meetings(one, meetings)),
        }
        for one in suggestions
    ]
    return answer({"file": str(list_to_write(names)), "entries": entries})


def _post(request: Request) -> Response:
    workspace_of(request).project(request.path_params["key"])
    sent = [(clean(one.heard), clean(one.right)) for one in read_body(request, _Entries).entries]
    if not all(heard and right for heard, right in sent):
        raise InputError(_("An entry of a word list needs what was heard and what is right."))
    entries = as_toml([Suggestion(heard.lower(), right, 1, ()) for heard, right in sent])
    path = add_entries(loaded_preset_of(request).preset.captions.glossary, entries)
    return answer({"file": str(path), "added": len(sent)})


def _is_known(suggestion: Suggestion, known: Glossary) -> bool:
    """Whether a list has the entry already."""
    heard = {text.lower() for entry in known.entries if entry.right == suggestion.right for text in (entry.right, *entry.heard)}
    return suggestion.heard in heard


def _others(request: Request, project: Project) -> Iterator[tuple[str, Project, Sequence[Cue]]]:
    """(key, project, captions) of the other projects beside this one; one that can't be read is passed over."""
    workspace = workspace_of(request)
    folders = [path for path in project.folder.parent.glob(f"*{SUFFIX}") if path != project.folder and path.is_dir()]
    for path in sorted(folders, key=lambda path: path.name, reverse=True)[:MOST_OTHERS]:
        try:
            data = read_project_file(Project(path), VTT)
        except VbnError:
            continue
        if data is not None:
            yield workspace.key_of(path), Project(path), parse_vtt(decode(data)).cues


def _meetings(suggestion: Suggestion, meetings: Sequence[tuple[str, Project, Sequence[Cue]]]) -> Iterator[dict[str, Any]]:
    """Where the words stand that the entry would put right, meeting by meeting; in this one as they were heard."""
    for key, project, cues in meetings:
        if places := heard_places(suggestion.heard, cues):
            shown = [{"start_us": place.start_us, "text": place.text} for place in places[:MOST_PLACES]]
            yield {"key": key, "name": project.folder.stem, "count": len(places), "places": shown}


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/glossary", _get),
    Route("/api/projects/{key}/glossary", _post, methods=["POST"]),
]
