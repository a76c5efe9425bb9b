"""How a meeting goes: small talk, welcome, items of the agenda with slides, breaks and questions, goodbye, talk after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.meetings.scripts import Chatted, Part, Played, Script, Shown
from tests.meetings.sentences import Half, Topic
from tests.meetings.stage import QUIETER_DB, RESTS_S, Stage, style_of_topic

PROGRAMME: Mapping[Half, str] = {
    "known": "Program",
    "second": "Dagens emner",
    "third": "Plan for mødet",
    "aside": "Det skal vi nå",
}
THANKS: Mapping[Half, str] = {"known": "Tak for nu", "second": "Mange tak", "third": "Vi ses", "aside": "Kom godt hjem"}
"""What stands on the slides that are about no topic."""


def _talk(
    stage: Stage,
    number: int,
    presenter: int,
    lasting_s: float,
    *,
    slides: bool,
    opens: bool,
    gain_db: float = 0.0,
    questions: bool = True,
) -> None:
    """One item of the agenda: its sentences in order, slides between them, now and then a question from the floor."""
    topic, rnd = stage.topics[number], stage.rnd
    first = len(stage.items)
    lines = list(topic.talk)
    skip = rnd.randrange(0, 3)
    lines = lines[skip:] + lines[:skip]
    titles = list(topic.slides)
    for n, line in enumerate(lines):
        if stage.length_s(first) >= lasting_s:
            break
        if slides and n and n % 3 == 0 and titles:
            stage.show(titles.pop(0), rnd.uniform(-1.5, 1.0), tuple(lines[n : n + 2]))
        stage.say(line, presenter, "meeting", topic=number if opens and n == 0 else None, gain_db=gain_db)
        if questions and n and rnd.random() < 0.12:
            _question(stage, topic, presenter, quiet=rnd.random() < 0.5)


def _question(stage: Stage, topic: Topic, presenter: int, *, quiet: bool = False) -> None:
    asked = [question for question in topic.questions if question not in stage.said]
    if not asked:
        return
    text = stage.rnd.choice(asked)
    stage.said.add(text)
    guest = stage.rnd.choice([n for n in stage.guests(style_of_topic(stage, topic)) if n != presenter])
    stage.say(text, guest, "meeting", gain_db=-7.0 if quiet else 0.0)
    stage.say(stage.pick("answer", stage.people[presenter].style), presenter, "meeting")


def _presenter(stage: Stage) -> int:
    return stage.rnd.choice(stage.guests(style_of_topic(stage, stage.topics[0])))


def _listed(items: Sequence[str]) -> str:
    return ", ".join(items[:-1]) + " og " + items[-1]


@dataclass
class Course:
    """What a meeting has; each kind changes something of it."""

    before_s: float
    after_s: float
    talk_s: float
    topics: int = 2
    before: tuple[str, ...] = ("small_talk", "small_talk", "small_talk", "sound_check", "waiting")
    false_start: bool = False
    greeting: bool = True
    beginning: bool = True
    agenda: bool = True
    late: bool = False
    slides: bool = True
    rolling: bool = False
    quiet_item: int | None = None
    breaks: int = 0
    film: bool = False
    applause: bool = False
    thanks: bool = True
    goodbye: bool = True
    many_goodbyes: bool = True
    start_talk: bool = False
    end_talk: bool = False
    mid_start: bool = False
    mid_end: bool = False
    chat: bool = False
    planned: bool = False


def _before(stage: Stage, course: Course) -> None:
    rnd = stage.rnd
    stage.show(None)
    if course.mid_start:
        return
    if course.start_talk:
        _mixed_talk(stage, -1, course.before_s, "before")
        return
    if course.rolling:
        for n in range(int(course.before_s // 9)):
            stage.shown.append(Shown(0, 4.0 + 9 * n + rnd.uniform(0, 4), rnd.choice(rnd.choice(stage.bank.topics).slides)))
    if not course.false_start:
        stage.chatter(course.before, "before", course.before_s)
        return
    stage.chatter(("sound_check", "sound_check", "small_talk"), "before", course.before_s / 2)
    for key in ("false_start", "waiting", "false_start"):
        if rnd.random() < 0.8 or key == "waiting":
            stage.of_host(key, "before")
            stage.chatter(("small_talk", "sound_check"), "before", 5)
    stage.chatter(course.before, "before", course.before_s / 3)


def _mixed_talk(stage: Stage, number: int, lasting_s: float, part: Part) -> None:
    """Three who talk of a topic in turn: it may be a meeting as well as not."""
    topic = stage.topics[number]
    first = len(stage.items)
    who = stage.guests(style_of_topic(stage, topic))[:3]
    lines = [line for line in topic.talk if line not in stage.said]
    for n, line in enumerate(lines):
        if stage.length_s(first) >= lasting_s:
            break
        stage.said.add(line)
        opens = n == 0 and part == "meeting"
        stage.say(line, who[n % len(who)], part, topic=number if opens else None, rest_s=stage.rnd.choice(RESTS_S[:9]))


def _opening(stage: Stage, course: Course, presenter: int) -> None:
    rnd = stage.rnd
    items = [topic.item for topic in stage.topics[: course.topics]]
    spoken = course.greeting or course.beginning or course.agenda
    if course.slides and not course.mid_start:
        titles = _listed([topic.title for topic in stage.topics[: course.topics]])
        stage.show(stage.topics[0].title, rnd.uniform(-12, 6) if spoken else rnd.uniform(-1.5, 1.5), (titles,))
    near_s = rnd.choice([0.3, 0.4, 0.6, 0.9])
    if course.greeting:
        stage.of_host("greeting", rest_s=near_s)
    if course.late:
        stage.chatter(("late", "late", "late"), "meeting", rnd.uniform(8, 16))
    if course.beginning:
        stage.of_host("beginning", rest_s=None if course.greeting else near_s)
        if rnd.random() < 0.5:
            stage.of_host("beginning")
    if course.agenda:
        if course.slides:
            stage.show(PROGRAMME[stage.half], rnd.uniform(-1, 2), tuple(items))
        text = rnd.choice(stage.bank.lines["agenda"]).format(items=_listed(items))
        stage.say(text, stage.host, "meeting")
    if course.late and rnd.random() < 0.5:
        stage.chatter(("late",), "meeting", 4)
    if course.applause:
        stage.items.append(Played("applause", rnd.uniform(3, 6), "meeting"))
    if course.mid_start:
        stage.say(stage.pick("mid_start"), presenter, "meeting")
    elif spoken:
        stage.say(stage.pick("presenter"), presenter, "meeting")
    else:
        stage.say(stage.pick("plain_start"), presenter, "meeting", rest_s=near_s)


def _break(stage: Stage) -> None:
    rnd = stage.rnd
    if stage.shown[-1].title is not None:
        stage.show("Pause", rnd.uniform(1, 3))
    stage.of_host("break")
    stage.items.append(Played("silence", rnd.uniform(1, 8), "break"))
    stage.chatter(("break_chat", "small_talk"), "break", rnd.uniform(10, 25))
    stage.items.append(Played("silence", rnd.uniform(5, 20), "break"))
    stage.of_host("return", rest_s=0.5)


def _film(stage: Stage, presenter: int) -> None:
    rnd = stage.rnd
    stage.say(stage.pick("film"), presenter, "meeting")
    length_s = rnd.uniform(22, 38)
    at_s = 0.5
    while at_s < length_s:
        stage.show(None, at_s)
        at_s += rnd.uniform(2, 7)
    stage.items.append(Played(rnd.choice(["music", "silence"]), length_s, "meeting", gain_db=-6))
    stage.show(stage.topics[0].title, 0.2)
    stage.say(stage.pick("after_film"), presenter, "meeting")


def _closing(stage: Stage, course: Course, presenter: int) -> None:
    rnd = stage.rnd
    if course.mid_end:
        stage.say(stage.pick("mid_end"), presenter, "meeting")
        return
    if course.thanks:
        if rnd.random() < 0.7:
            stage.of_host("questions")
            _question(stage, stage.topics[course.topics - 1], presenter)
        if course.slides and rnd.random() < 0.6:
            stage.show(THANKS[stage.half], rnd.uniform(-2, 2))
        stage.of_host("thanks")
        if rnd.random() < 0.5:
            stage.of_host("thanks")
    if course.applause:
        stage.items.append(Played("applause", rnd.uniform(4, 8), "meeting"))
    if course.goodbye:
        stage.of_host("goodbye")
        if rnd.random() < 0.4:
            stage.of_host("goodbye")
    if not course.thanks and not course.goodbye and not course.end_talk:
        stage.say(stage.pick("plain_end"), presenter, "meeting")


def _after(stage: Stage, course: Course) -> None:
    rnd = stage.rnd
    if course.mid_end:
        return
    if course.end_talk:
        _mixed_talk(stage, -2, course.after_s, "after")
        return
    if course.many_goodbyes:
        stage.chatter(("many_goodbyes",), "answers", rnd.uniform(2, 5))
    if course.slides and rnd.random() < 0.5:
        stage.show(None, rnd.uniform(0, 5))
    stage.chatter(("after", "after", "after", "small_talk"), "after", course.after_s)


def play(stage: Stage, course: Course) -> Script:
    rnd, presenter = stage.rnd, _presenter(stage)
    if course.start_talk or course.end_talk:
        others = [topic for topic in stage.bank.topics if style_of_topic(stage, topic) == style_of_topic(stage, stage.topics[0])]
        stage.topics += [topic for topic in others if topic not in stage.topics][:2]
    _before(stage, course)
    first = len(stage.items)
    mixed = course.start_talk or course.end_talk
    if not course.start_talk:
        _opening(stage, course, presenter)
    for number in range(course.topics):
        if announced := bool(number and not mixed and not course.mid_start):
            if course.slides:
                stage.show(stage.topics[number].title, rnd.uniform(-1, 1.5))
            _transition(stage, number)
        if mixed:
            _mixed_talk(stage, number, course.talk_s / course.topics, "meeting")
        else:
            quiet = QUIETER_DB if number == course.quiet_item else 0.0
            _talk(
                stage,
                number,
                presenter,
                course.talk_s / course.topics,
                slides=course.slides,
                opens=not announced,
                gain_db=quiet,
                questions=stage.long_rests,
            )
        if number < course.breaks:
            _break(stage)
        if course.film and number == 0:
            _film(stage, presenter)
    _closing(stage, course, presenter)
    last = len(stage.items) - 1
    _after(stage, course)
    if course.chat:
        _chat(stage, first, last)
    return Script(
        half=stage.half,
        kind=stage.kind,
        seed=stage.seed,
        people=stage.people,
        items=tuple(stage.items),
        shown=tuple(stage.shown),
        chat=tuple(stage.chat),
        topics=tuple(topic.title for topic in stage.topics),
        agenda=tuple(topic.title for topic in stage.topics[: course.topics]) if course.agenda and not course.start_talk else (),
        start_tells=not course.start_talk,
        end_tells=not course.end_talk,
        planned_start_s=round(-rnd.uniform(-5, 40)) if course.planned else None,
        planned_end_s=round(rnd.uniform(-30, 45)) if course.planned else None,
        tail_s=0.0 if course.mid_end else rnd.uniform(0.5, 6),
        noise_dbfs=rnd.uniform(-68, -54),
    )


def _transition(stage: Stage, number: int) -> None:
    text = stage.rnd.choice(stage.bank.lines["transition"]).format(item=stage.topics[number].item)
    stage.say(text, stage.host, "meeting", topic=number)


def _chat(stage: Stage, first: int, last: int) -> None:
    rnd = stage.rnd
    for key, item, early_s in (("chat_hello", first, -15.0), ("chat_bye", last, -5.0)):
        for sender in range(rnd.randrange(2, 5)):
            stage.chat.append(Chatted(item, rnd.uniform(early_s, 25), rnd.choice(stage.bank.lines[key]), sender))
