"""A talk of made sentences, its timeline, and the chapters that are planned for it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from vbn_video.decisions import EditPlan, KeptSpan, Side, SilencedSpan
from vbn_video.evidence import MeetingMarks, Slide, Voices, Word
from vbn_video.plan.chapters.chapter_plan import ChapterPlan, ChapterWording, plan_chapters
from vbn_video.plan.chapters.chapter_rules import LONGEST_TITLE, check_chapters
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import PhraseMark
from vbn_video.settings.meeting import AgendaItem
from vbn_video.settings.preset import ChapterSettings
from vbn_video.timeline import PartClock, Timeline

S = 1_000_000
SIDE = Side("made", 1.0)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NINE = datetime(2024, 1, 24, 9, 0, tzinfo=COPENHAGEN)
INTRO_S = 4


def timeline_of(
    *kept_s: tuple[float, float], parts: tuple[PartClock, ...] | None = None, silenced_s: Sequence[tuple[float, float]] = ()
) -> Timeline:
    spans = tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in kept_s)
    silenced = tuple(SilencedSpan(round(start * S), round(end * S)) for start, end in silenced_s)
    return Timeline(parts or (PartClock(0, 3600 * S, 0, NINE),), EditPlan(spans, INTRO_S * S, 6 * S, silenced))


def said(*sentences: tuple[float, str], speaker: str | None = None) -> list[Word]:
    """Each sentence from its second on, four words a second."""
    return [
        Word(round((at_s + n / 4) * S), round((at_s + n / 4 + 0.2) * S), word, 0.9, speaker)
        for at_s, sentence in sentences
        for n, word in enumerate(sentence.split())
    ]


def phrase(words: Sequence[Word], text: str, kind: str) -> PhraseMark:
    """The mark of a phrase, where its words are said first."""
    wanted = text.split()
    at = next(n for n in range(len(words)) if [word.text for word in words[n : n + len(wanted)]] == wanted)
    return PhraseMark(words[at].start_us, words[at + len(wanted) - 1].end_us, kind, text, 1.0)  # type: ignore[arg-type]


def plan(
    words: Sequence[Word],
    timeline: Timeline,
    *agenda: tuple[str | None, str],
    marks: Sequence[PhraseMark] = (),
    slides: Sequence[tuple[float, str]] = (),
    voices: Voices | None = None,
    zoom: MeetingMarks | None = None,
    settings: ChapterSettings | None = None,
    wording: ChapterWording | None = None,
) -> ChapterPlan:
    """What is planned; `slides`: (second, title, and what stands below it in further lines); an empty title: not read."""
    evidence = MeetingEvidence(
        3600 * S,
        words=tuple(words),
        slides=tuple(Slide(round(at_s * S), 0.5, text or None, text.partition("\n")[0] or None) for at_s, text in slides),
        voices=voices or Voices(),
        marks=zoom or MeetingMarks(),
    )
    planned = plan_chapters(
        evidence,
        written=words,
        marks=marks,
        timeline=timeline,
        settings=settings or ChapterSettings(),
        agenda=[AgendaItem(title=title, time=time) for time, title in agenda],
        timezone="Europe/Copenhagen",
        wording=wording or ChapterWording(),
    )
    assert check_chapters(planned.chapters, timeline.duration_us) == ()
    assert all(len(chapter.title) <= LONGEST_TITLE for chapter in planned.chapters)
    assert len({chapter.title for chapter in planned.chapters}) == len(planned.chapters)
    return planned


def seen(planned: ChapterPlan) -> list[tuple[float, str]]:
    return [(chapter.start_us / S, chapter.title) for chapter in planned.chapters]


def titles(planned: ChapterPlan) -> list[str]:
    return [chapter.title for chapter in planned.chapters]
