"""The made meetings of a set: kinds of difficulty, each several times by seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from tests.meetings.course import Course, play
from tests.meetings.scripts import Script, lay_out
from tests.meetings.sentences import Half, Topic
from tests.meetings.stage import Stage, make_stage

SHORTEST_S = 187.0
SECONDS_A_LETTER = 0.0633
"""Of the synthetic voice, measured."""


def _loud(stage: Stage, course: Course) -> None:
    """Small talk as loud and as dense as the meeting."""


def _sound_check(stage: Stage, course: Course) -> None:
    course.false_start = True
    course.before_s += 10


def _late(stage: Stage, course: Course) -> None:
    course.late = True


def _begins_mid(stage: Stage, course: Course) -> None:
    course.mid_start, course.agenda, course.planned, course.chat = True, False, False, False
    course.talk_s += 30


def _ends_mid(stage: Stage, course: Course) -> None:
    course.mid_end, course.planned, course.chat = True, False, False
    course.talk_s += 20


def _quiet(stage: Stage, course: Course) -> None:
    course.topics, course.quiet_item = 3, stage.rnd.randrange(3)
    course.talk_s += 20


def _goes_on(stage: Stage, course: Course) -> None:
    course.after_s += 30


def _two_breaks(stage: Stage, course: Course) -> None:
    course.topics, course.breaks = 3, 2
    course.before_s, course.after_s = 25, 20


def _with_film(stage: Stage, course: Course) -> None:
    course.film = True


def _no_slides(stage: Stage, course: Course) -> None:
    course.slides = False


def _all_slides(stage: Stage, course: Course) -> None:
    course.rolling = True


def _one_take(stage: Stage, course: Course) -> None:
    stage.long_rests = False
    course.topics = 1
    course.talk_s = 130
    stage.topics[0] = Topic(
        stage.topics[0].item,
        stage.topics[0].title,
        stage.topics[0].slides + stage.topics[1].slides + stage.topics[2].slides,
        stage.topics[0].talk + stage.topics[1].talk + stage.topics[2].talk,
        (),
    )
    course.agenda = False


def _clapping(stage: Stage, course: Course) -> None:
    course.applause = True


def _no_greeting(stage: Stage, course: Course) -> None:
    course.greeting = course.beginning = False
    course.agenda = stage.seed % 2 == 1
    course.slides = True
    if not course.agenda:
        course.thanks = course.goodbye = stage.rnd.random() < 0.5


def _nothing_tells(stage: Stage, course: Course) -> None:
    course.start_talk, course.end_talk = stage.seed % 3 != 0, stage.seed % 3 != 2
    course.slides = course.chat = course.planned = course.applause = False
    course.topics = 3
    if course.end_talk:
        course.thanks = course.goodbye = False


KINDS: dict[str, tuple[Callable[[Stage, Course], None], int]] = {
    "loud small talk": (_loud, 2),
    "sound check and false start": (_sound_check, 3),
    "late beginners": (_late, 2),
    "begins in mid-sentence": (_begins_mid, 2),
    "ends in mid-sentence": (_ends_mid, 2),
    "quiet speaker": (_quiet, 2),
    "talk after the goodbyes": (_goes_on, 2),
    "two breaks": (_two_breaks, 2),
    "silent film": (_with_film, 2),
    "no slides": (_no_slides, 2),
    "all slides": (_all_slides, 2),
    "one take": (_one_take, 2),
    "applause": (_clapping, 2),
    "no greeting": (_no_greeting, 2),
    "nothing tells": (_nothing_tells, 3),
}
"""What makes a meeting hard, and how many of it a set has, times `TIMES`."""

TIMES: Mapping[Half, int] = {"known": 1, "second": 1, "third": 2, "aside": 2}


def make_script(half: Half, kind: str, seed: int) -> Script:
    """The same script for the same kind and seed, always; with more talk where it would be short."""
    scripts = (_write(half, kind, seed, longer_s) for longer_s in range(0, 200, 20))
    return next(script for script in scripts if _spoken_length_s(script) >= SHORTEST_S)


def _spoken_length_s(script: Script) -> float:
    return lay_out(script, lambda said: len(said.text) * SECONDS_A_LETTER / script.people[said.person].pitch).duration_s


def _write(half: Half, kind: str, seed: int, longer_s: int) -> Script:
    stage = make_stage(half, kind, seed)
    rnd = stage.rnd
    stage.small_talk_db = rnd.choice([0.0, 0.0, 0.0, 2.0, -5.0])
    course = Course(
        before_s=rnd.uniform(24, 48),
        after_s=rnd.uniform(18, 40),
        talk_s=rnd.uniform(85, 125),
        slides=rnd.random() < 0.75,
        chat=rnd.random() < 0.3,
        planned=rnd.random() < 0.3,
    )
    if kind == "loud small talk":
        stage.small_talk_db = 0.0
    KINDS[kind][0](stage, course)
    if longer_s:
        course.talk_s += longer_s
        course.topics = max(course.topics, 3) if kind != "one take" else 1
    return play(stage, course)


def heard_scripts(half: Half) -> tuple[Script, ...]:
    """Those that are said and heard, of each kind as many in every set."""
    return tuple(script for script in all_scripts(half) if script.seed <= KINDS[script.kind][1])


@lru_cache
def all_scripts(half: Half) -> tuple[Script, ...]:
    """Those of all kinds."""
    return tuple(
        make_script(half, kind, seed) for kind, (_change, count) in KINDS.items() for seed in range(1, count * TIMES[half] + 1)
    )
