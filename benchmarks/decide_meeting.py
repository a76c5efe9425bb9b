"""How long the decision about an hour's meeting takes, beside finding its phrases and the whole `plan` step.

Processor time, best of five. The step reads its evidence from a project folder, decides, makes chapters and puts the cut on
frames of a recording at 25 a second with an IDR picture every five; its time by the clock is told too. What is imported once does
not count.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.meetings.kept import kept_meetings
from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import PlannedProject
from vbn_video.clock import US_PER_S
from vbn_video.codec import to_json
from vbn_video.evidence import Slide, SpeechSpan, Voices, VoiceTurn, Word
from vbn_video.plan.meeting.decide import decide_meeting
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import find_phrases
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.settings.trimming.cut_weights import CUT_WEIGHTS

GOP = 125
POINTS = 6
"""Of the agenda."""
PROMISED_S = 0.3


def hour_of_speech(minutes: int = 60) -> MeetingEvidence:
    """The words of the known made meetings, one behind the other, until the hour is full."""
    rnd, words, turns, end_us = random.Random(1), [], [], minutes * 60 * US_PER_S
    at_us = 0
    while at_us < end_us:
        meeting = rnd.choice(kept_meetings("known")).evidence
        for word in meeting.words:
            words.append(Word(at_us + word.start_us, at_us + word.end_us, word.text, word.probability))
        turns += [VoiceTurn(at_us + turn.start_us, at_us + turn.end_us, turn.voice) for turn in meeting.voices.turns]
        at_us += meeting.duration_us
    spans = tuple(SpeechSpan(turn.start_us, turn.end_us) for turn in turns)
    slides = tuple(_slide(number, rnd) for number in range(minutes * 60 // 90))
    return MeetingEvidence(at_us, tuple(words), spans, slides=slides, voices=Voices(tuple(turns), "zoom"))


def _slide(number: int, rnd: random.Random) -> Slide:
    """A slide with a title and six lines of what is said somewhere."""
    words = rnd.choice(kept_meetings("known")).evidence.words
    lines = [" ".join(word.text for word in words[at : at + 4]) for at in rnd.sample(range(len(words) - 4), 7)]
    return Slide(number * 90 * US_PER_S, 0.5, "\n".join(lines), lines[0])


def best_s(act: Callable[[], object]) -> float:
    """Processor time of the quickest of five."""
    took = []
    for _number in range(5):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return min(took)


def main() -> None:
    """Print both times."""
    evidence, table = hour_of_speech(), load_phrases(("moede",))
    phrases_s = best_s(lambda: find_phrases(evidence.words, table))
    whole_s = best_s(lambda: decide_meeting(evidence, table, CUT_WEIGHTS, 60 * US_PER_S))
    print(f"{len(evidence.words)} words: phrases {phrases_s:.3f} s, the decision with them {whole_s:.3f} s")
    with tempfile.TemporaryDirectory(prefix="vbn-video benchmark ") as folder:
        project = project_of(evidence, Path(folder))
        step_s = best_s(lambda: plan_again(project))
        began = time.perf_counter()
        plan_again(project)
        print(f"the plan step: {step_s:.3f} s, {time.perf_counter() - began:.3f} s by the clock (promised: {PROMISED_S} s)")


def project_of(evidence: MeetingEvidence, folder: Path) -> PlannedProject:
    """A project folder with that evidence, of a recording that is as loud as it is spoken."""
    said = [(span.start_us / US_PER_S, span.end_us / US_PER_S, -18.0) for span in evidence.speech]
    project = PlannedProject(folder, made_evidence(said, evidence.duration_us / US_PER_S, gop=GOP))
    project.say(evidence.words)
    titles = [slide.title for slide in evidence.slides[2 :: len(evidence.slides) // POINTS] if slide.title]
    project.meeting(agenda=[{"title": title} for title in titles])
    project.path("slides.json").write_text(to_json(tuple[Slide, ...], evidence.slides), encoding="utf-8")
    project.path("voices.json").write_text(to_json(Voices, evidence.voices), encoding="utf-8")
    return project


def plan_again(project: PlannedProject) -> None:
    """The step as in a project that has no cut yet."""
    for name in ("edit.json", "chapters.vtt", "chapters.json", "steps.json"):
        project.path(name).unlink(missing_ok=True)
    project.run("plan")


if __name__ == "__main__":
    main()
