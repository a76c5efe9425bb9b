"""Chapters: from the agenda's times, otherwise at the pauses of the talk, by the rules that video platforms have.

The rules (YouTube drops the whole list without a word where one is broken): the first at 0:00, ascending, each 10 s or longer,
three or none. Titles are at most 49 characters, since longer ones are cut when a player shows them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vbn_video.clock import US_PER_MS, US_PER_S, timecode, us
from vbn_video.decisions import Chapter
from vbn_video.evidence import Word
from vbn_video.messages import _, ngettext
from vbn_video.plan.danish.breaks import ends_sentence
from vbn_video.plan.danish.rules.fillers import LEADING, is_hesitation
from vbn_video.plan.meeting.planned_times import recording_from_agenda
from vbn_video.settings.meeting import AgendaItem
from vbn_video.settings.preset import ChapterSettings
from vbn_video.timeline import Timeline

LONGEST_TITLE = 49
FEWEST = 3
SHORTEST_US = 10 * US_PER_S
SHORT_PROGRAMME_US = 20 * US_PER_S
"""A programme shorter than this has no chapters, and needs none."""


@dataclass(frozen=True)
class ChapterCandidate:
    """A place where a chapter may begin, and how much speaks for it."""

    start_us: int
    title: str
    weight: float


def plan_chapters(
    words: Sequence[Word], timeline: Timeline, settings: ChapterSettings, agenda: Sequence[AgendaItem], timezone: str
) -> tuple[Chapter, ...]:
    """The programme's chapters; none where three cannot be had.

    Agenda items with a time make chapters (items without one are left out); if fewer than three of those can be used, the
    talk's pauses of `pause_s` and more do, the longest first, each titled by the first words that follow.
    """
    if not settings.enabled or timeline.duration_us < SHORT_PROGRAMME_US:
        return ()
    for candidates in (agenda_candidates(agenda, timezone, timeline), _pause_candidates(words, timeline, settings.pause_s)):
        chapters = _chosen(candidates, timeline.duration_us, max(SHORTEST_US, us(settings.minimum_s)), settings.at_most)
        if len(chapters) >= FEWEST:
            return chapters
    return ()


def check_chapters(chapters: Sequence[Chapter], duration_us: int) -> tuple[str, ...]:
    """A sentence for each rule that the chapters break; none for no chapters at all."""
    if not chapters:
        return ()
    problems = []
    if chapters[0].start_us != 0:
        problems.append(_("The first chapter must begin at 0:00, not at {start}.").format(start=timecode(chapters[0].start_us)))
    if len(chapters) < FEWEST:
        problems.append(
            ngettext(
                "There must be at least three chapters or none; there is {count}.",
                "There must be at least three chapters or none; there are {count}.",
                len(chapters),
            ).format(count=len(chapters))
        )
    for number, (chapter, following) in enumerate(pairwise([*chapters, Chapter(duration_us, "")]), 1):
        if following.start_us - chapter.start_us < SHORTEST_US:
            problems.append(
                _("Chapter {number}, “{title}”, is shorter than 10 seconds or not in order.").format(
                    number=number, title=chapter.title
                )
            )
    if any(not chapter.title.strip() for chapter in chapters):
        problems.append(_("A chapter has no title."))
    return tuple(problems)


def agenda_candidates(agenda: Sequence[AgendaItem], timezone: str, timeline: Timeline) -> list[ChapterCandidate]:
    """The agenda's items that have a time: each begins where what is kept of it begins, until the next one's time.

    An item of which nothing is kept (the coffee before, the break) is left out.
    """
    timed = [
        (recording_us, item.title)
        for item in agenda
        if item.time is not None and (recording_us := recording_from_agenda(item.time, timezone, timeline)) is not None
    ]
    timed.sort(key=lambda item: item[0])
    last_us = max((part.start_us + part.duration_us for part in timeline.parts), default=0)
    candidates = []
    for (recording_us, title), (following_us, _title) in pairwise([*timed, (last_us, "")]):
        spans = timeline.programme_spans(recording_us, following_us)
        if spans and title.strip():
            candidates.append(ChapterCandidate(spans[0][0], short_title(title.split()), 1.0))
    return candidates


def short_title(words: Sequence[str]) -> str:
    """The words as a title of at most 49 characters: cut at a word with an ellipsis, the first letter large."""
    text = " ".join(words)
    if len(text) > LONGEST_TITLE:
        kept = ""
        for word in words:
            if len(kept) + len(word) + 2 > LONGEST_TITLE:
                break
            kept = f"{kept} {word}".strip()
        text = (kept or text[: LONGEST_TITLE - 1]).rstrip(" ,;:.–-") + "…"
    return text[:1].upper() + text[1:]


def _pause_candidates(words: Sequence[Word], timeline: Timeline, pause_s: float) -> list[ChapterCandidate]:
    """The places of the programme where somebody speaks again after a pause: the longer the pause, the stronger."""
    spoken = [
        (start_us, timeline.programme_from_recording(max(word.start_us, word.end_us - 1)) or start_us, word.text)
        for word in sorted(words, key=lambda word: word.start_us)
        if (start_us := timeline.programme_from_recording(word.start_us)) is not None and word.text.strip()
    ]
    if not spoken:
        return []
    joins_us = timeline.joins_us
    candidates = [ChapterCandidate(0, _title_from(spoken, 0), float("inf"))]
    for index, (left, right) in enumerate(pairwise(spoken), 1):
        pause_us = right[0] - left[1]
        cut = any(left[1] <= join_us <= right[0] for join_us in joins_us)
        if pause_us >= us(pause_s) or cut:
            candidates.append(ChapterCandidate(right[0], _title_from(spoken, index), pause_us + (us(60) if cut else 0)))
    return candidates


def _title_from(spoken: Sequence[tuple[int, int, str]], first: int) -> str:
    """The sentence that begins there as a title, without the fillers in front of it."""
    texts = [text for _start_us, _end_us, text in spoken[first : first + 24]]
    while len(texts) > 1 and _says_nothing(texts[0].strip(".,!?…–-").lower()):
        texts = texts[1:]
    end = next((n for n, (left, right) in enumerate(pairwise(texts), 1) if n >= 3 and ends_sentence(left, right)), len(texts))
    return short_title([*texts[: end - 1], texts[end - 1].rstrip(".")])


def _says_nothing(word: str) -> bool:
    return word in LEADING or is_hesitation(word)


def _chosen(candidates: Sequence[ChapterCandidate], duration_us: int, shortest_us: int, at_most: int) -> tuple[Chapter, ...]:
    """The strongest places that leave every chapter long enough, in order; the earliest one is moved to 0:00."""
    if not candidates:
        return ()
    candidates = [replace(candidate, start_us=candidate.start_us // US_PER_MS * US_PER_MS) for candidate in candidates]
    opening = min(candidates, key=lambda candidate: candidate.start_us)
    chosen = [ChapterCandidate(0, opening.title, opening.weight)]
    rest = [candidate for candidate in candidates if candidate is not opening and candidate.start_us > opening.start_us]
    for candidate in sorted(rest, key=lambda candidate: (-candidate.weight, candidate.start_us)):
        near = any(abs(candidate.start_us - other.start_us) < shortest_us for other in chosen)
        if len(chosen) < at_most and not near and duration_us - candidate.start_us >= shortest_us:
            chosen.append(candidate)
    chosen.sort(key=lambda candidate: candidate.start_us)
    return tuple(Chapter(candidate.start_us, candidate.title) for candidate in chosen)
