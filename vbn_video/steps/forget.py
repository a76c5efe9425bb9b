"""`[privacy] forget_uncut`: once a meeting is published, the words that were cut away are deleted from the project folder too."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vbn_video.codec import from_json, to_json
from vbn_video.events import Notice, Tell
from vbn_video.messages import _
from vbn_video.project import write_atomically
from vbn_video.steps.record import file_state

if TYPE_CHECKING:
    from vbn_video.project import Project
    from vbn_video.steps.record import Made, Record

WORDS, ASIDE, LOG = "words.json", "captions.aside.vtt", "log.jsonl"


def forget_uncut(project: Project, record: Record, tell: Tell) -> None:
    """Delete every word outside the kept spans: heard ones, and those of captions and chapters that were set aside.

    What the log quotes goes with them. A killed run leaves too much, never too little: the next one forgets the rest. Should
    the cut be widened later, the recording must be heard again; deleting `words.json` does that.
    """
    from vbn_video.decisions import EditPlan
    from vbn_video.evidence import Transcript

    transcript = from_json(Transcript, project.path(WORDS).read_bytes())
    plan = from_json(EditPlan, project.path("edit.json").read_bytes())
    kept = tuple(
        word
        for word in transcript.words
        if any(span.start_us < word.end_us and word.start_us < span.end_us for span in plan.kept)
    )
    aside = project.path(ASIDE).exists() or any("aside" in made.memory for made in record.content.steps.values())
    if len(kept) == len(transcript.words) and not aside:
        return
    write_atomically(project.path(WORDS), to_json(Transcript, replace(transcript, words=kept)).encode())
    project.path(ASIDE).unlink(missing_ok=True)
    write_atomically(project.path(LOG), _without_quotations(project.path(LOG).read_text(encoding="utf-8")).encode())
    steps = {name: _forgotten(made, project) for name, made in record.content.steps.items()}
    record.save(steps=steps)
    sentence = _("{count} words that were cut away were deleted from the project, as the preset's forget_uncut asks.")
    tell(Notice(sentence.format(count=len(transcript.words) - len(kept))))


def _forgotten(made: Made, project: Project) -> Made:
    """What the step made, as it lies now, without what it remembered of the words that are gone."""
    outputs = {name: state for name, state in made.outputs.items() if name != ASIDE}
    if WORDS in outputs and (now := file_state(project.path(WORDS))):
        outputs[WORDS] = now
    memory = {key: value for key, value in made.memory.items() if key != "aside"}
    return replace(made, outputs=outputs, memory=memory)


def _without_quotations(log: str) -> str:
    """The log without the sentences that may quote what was said."""

    def quotes(event: dict[str, Any]) -> bool:
        return event.get("event") == "Notice"

    return "".join(line + "\n" for line in log.splitlines() if not quotes(json.loads(line)))
