"""The doubts of the review page over made meetings of which it is known what was said: how many are wrong, and what they hold.

Reads what base heard of the meetings of `tests/review/heard`: no model runs here. Beside it, in the same run, a walk through what
a spell checker underlines: every word that is not in the Danish lexicon.

usage: python -m benchmarks.review_doubts
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import reduce
from operator import add

from benchmarks.word_errors import normalised
from tests.review.heard.kept_reviews import KeptReview, kept_reviews
from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side, TextChange
from vbn_video.evidence import Word
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.captions.edited.realignment import words_in_programme
from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.plan.danish.tokens import token
from vbn_video.plan.danish.writing import TextSettings, write_danish
from vbn_video.plan.review.doubts.candidates import CandidateFinder, with_candidates
from vbn_video.plan.review.doubts.caption_words import CaptionWord, alternatives_in_programme, caption_words
from vbn_video.plan.review.doubts.doubt_groups import group_doubts
from vbn_video.plan.review.doubts.word_doubts import Doubt, DoubtSources, find_doubts
from vbn_video.settings.glossary import Glossary, GlossaryEntry
from vbn_video.settings.lexicon.danish_lexicon import Knows, Suggest, danish_lexicon, danish_suggestions
from vbn_video.settings.profiles import PROFILES
from vbn_video.timeline import PartClock, Timeline

INTRO_US = 4_000_000
HEAD = f"{'words':>6} {'wrong':>12} {'shown':>6} {'places wrong':>13} {'words wrong':>12} {'of all wrong':>13} {'decisions':>10}"


@dataclass(frozen=True)
class JudgedMeeting:
    """A meeting's captions, as a project has them, and which of their words are wrong."""

    name: str
    cues: tuple[Cue, ...]
    words: tuple[CaptionWord, ...]
    sources: DoubtSources
    proposed: tuple[TextChange, ...]
    wrong: tuple[bool, ...]
    """Of each word: whether something else was said there, or nothing."""
    missing: tuple[int, ...]
    """For each word that was said and is not there, the index of the caption's word before which it is missing."""
    right: tuple[str, ...]
    """Of each word: what was said there, words that are missing behind it included."""


@dataclass(frozen=True)
class DoubtScore:
    """Counts, which add up over meetings."""

    words: int = 0
    all_wrong: int = 0
    """Words of the captions that are wrong, and words that are missing."""
    shown: int = 0
    shown_wrong: int = 0
    """Places with a wrong word in them."""
    words_shown: int = 0
    words_shown_wrong: int = 0
    held: int = 0
    """Wrong words that are shown, and missing ones within a place that is."""
    decisions: int = 0
    first_right: int = 0
    """Wrong places of which the first candidate says what was said."""
    any_right: int = 0

    def __add__(self, other: DoubtScore) -> DoubtScore:
        return DoubtScore(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def share_wrong(self) -> float:
        """Of the places that are shown."""
        return self.shown_wrong / max(self.shown, 1)

    @property
    def share_of_words_wrong(self) -> float:
        """Of the words that are shown."""
        return self.words_shown_wrong / max(self.words_shown, 1)

    @property
    def share_held(self) -> float:
        """Of all wrong words."""
        return self.held / max(self.all_wrong, 1)

    def __str__(self) -> str:
        """The columns of `HEAD`."""
        wrong = f"{self.all_wrong} {self.all_wrong / max(self.words, 1):.0%}"
        return (
            f"{self.words:6d} {wrong:>12} {self.shown:6d} {self.share_wrong:13.1%} {self.share_of_words_wrong:12.1%}"
            f" {self.share_held:13.1%} {self.decisions:10d}"
        )


def judged_meeting(kept: KeptReview, knows: Knows | None) -> JudgedMeeting:
    """The captions that a run makes of what was heard, in a programme that keeps all of it, beside the truth."""
    side = Side("all", 1.0)
    plan = EditPlan((KeptSpan(0, kept.duration_us, side, side),), INTRO_US, 0)
    timeline = Timeline((PartClock(0, kept.duration_us, 0),), plan)
    glossary = Glossary(tuple(GlossaryEntry(name) for name in kept.names))
    written = write_danish(kept.heard.words, TextSettings(), glossary)
    captions = compile_captions(written.words, timeline, PROFILES["dansk-web"])
    heard = words_in_programme(kept.heard.words, timeline)
    words = caption_words(captions.cues, heard, changes=written.changes)
    alternatives = alternatives_in_programme(kept.heard.alternatives, timeline)
    sources = DoubtSources(heard, timeline, knows, GlossaryIndex(glossary), alternatives, captions.violations)
    said = [Word(line.start_us, line.end_us, text, 1.0) for line in kept.said for text in line.text.split()]
    truth = [word.text for word in write_danish(said, TextSettings(), Glossary()).words]
    proposed = tuple(change for change in written.changes if not change.certain)
    return JudgedMeeting(kept.name, captions.cues, words, sources, proposed, *compared([word.text for word in words], truth))


def compared(texts: Sequence[str], truth: Sequence[str]) -> tuple[tuple[bool, ...], tuple[int, ...], tuple[str, ...]]:
    """Which of the texts are wrong, before which of them words are missing, and what was said at each; capitals don't count."""
    import jiwer

    found, expected = [_folded(text) for text in texts], [_folded(text) for text in truth]
    chunks = jiwer.process_words([" ".join(expected)], [" ".join(found)]).alignments[0]
    wrong, missing, right = [False] * len(texts), [], [""] * len(texts)
    for chunk in chunks:
        said = truth[chunk.ref_start_idx : chunk.ref_end_idx]
        places = range(chunk.hyp_start_idx, chunk.hyp_end_idx)
        if chunk.type == "delete":
            missing += [chunk.hyp_start_idx] * len(said)
            if chunk.hyp_start_idx:
                right[chunk.hyp_start_idx - 1] += " " + " ".join(said)
        elif chunk.type != "insert":
            for place, text in zip(places, said, strict=True):
                right[place] = text
        for place in places:
            wrong[place] = chunk.type != "equal"
    return tuple(wrong), tuple(missing), tuple(right)


def score(meeting: JudgedMeeting, doubts: Sequence[Doubt], decisions: int) -> DoubtScore:
    """What these doubts are worth."""
    at = {(word.cue, word.place): index for index, word in enumerate(meeting.words)}
    total = DoubtScore(len(meeting.words), sum(meeting.wrong) + len(meeting.missing), decisions=decisions)
    for doubt in doubts:
        first = at[doubt.cue, doubt.first]
        own = range(first, first + doubt.count)
        wrong = sum(meeting.wrong[place] for place in own)
        within = sum(first < place < first + doubt.count for place in meeting.missing)
        said = _folded_all(" ".join(meeting.right[place] for place in own))
        same = [_folded_all(candidate.text) == said for candidate in doubt.candidates]
        total += DoubtScore(
            shown=1,
            shown_wrong=int(wrong + within > 0),
            words_shown=doubt.count,
            words_shown_wrong=wrong,
            held=wrong + within,
            first_right=int(wrong + within > 0 and same[:1] == [True]),
            any_right=int(wrong + within > 0 and any(same)),
        )
    return total


def score_doubts(meeting: JudgedMeeting, suggest: Suggest | None = None) -> DoubtScore:
    """Of the queue, as the page shows it."""
    finder = CandidateFinder(meeting.words, meeting.sources, meeting.proposed, suggest)
    doubts = with_candidates(find_doubts(meeting.words, meeting.sources), finder)
    return score(meeting, doubts, len(group_doubts(doubts)))


def score_spell_check(meeting: JudgedMeeting, knows: Knows) -> DoubtScore:
    """Of a walk through the words that are not in the lexicon."""
    protected = meeting.sources.index.protected
    unknown = [word for word in meeting.words if not knows(word.text) and token(word.text).core not in protected]
    doubts = [Doubt("", word.cue, word.place, 1, word.text, word.start_us, word.end_us, 1.0, ("lexicon",)) for word in unknown]
    return score(meeting, doubts, len(doubts))


def queue_seconds(meetings: Sequence[JudgedMeeting], words: int = 20_000) -> tuple[float, float, float]:
    """Seconds for aligning the captions of a meeting of so many words, for its doubts, and for the candidates of one doubt."""
    aligned_s, found_s, candidates_s, count = 0.0, 0.0, 0.0, 0
    for meeting in meetings:
        began = time.perf_counter()
        fresh = caption_words(meeting.cues, meeting.sources.heard)
        aligned = time.perf_counter()
        doubts = find_doubts(fresh, meeting.sources)
        found = time.perf_counter()
        with_candidates(doubts, CandidateFinder(fresh, meeting.sources, meeting.proposed))
        candidates_s += time.perf_counter() - found
        aligned_s, found_s, count = aligned_s + aligned - began, found_s + found - aligned, count + len(doubts)
    share = words / sum(len(meeting.words) for meeting in meetings)
    return aligned_s * share, found_s * share, candidates_s / max(count, 1)


def main() -> None:
    """Print a row for each meeting, and both ways over all of them."""
    knows = danish_lexicon()
    if knows is None:
        print("review doubts: there is no Danish lexicon on this machine")
        return
    meetings = [judged_meeting(kept, knows) for kept in kept_reviews("judged")]
    print(f"review doubts: {len(meetings)} made meetings, as base heard them at quality good")
    print(f"  {'':<12} {HEAD}")
    suggest = danish_suggestions()
    scores = [score_doubts(meeting, suggest) for meeting in meetings]
    for meeting, one in zip(meetings, scores, strict=True):
        print(f"  {meeting.name:<12} {one}")
    whole, walked = reduce(add, scores), reduce(add, (score_spell_check(meeting, knows) for meeting in meetings))
    print(f"  {'all':<12} {whole}")
    print(f"  {'spell check':<12} {walked}")
    shown_wrong = max(whole.shown_wrong, 1)
    print(f"  what was said is the first candidate of {whole.first_right / shown_wrong:.1%} of the wrong places shown,")
    print(f"  one of the four of {whole.any_right / shown_wrong:.1%}")
    aligned_s, found_s, candidates_s = queue_seconds(meetings)
    print(f"  20,000 words: {aligned_s:.2f} s to align, {found_s:.2f} s for the doubts")
    print(f"  candidates of a doubt: {candidates_s * 1000:.0f} ms on average, where the lexicon suggests nothing")


def _folded(text: str) -> str:
    """As one word, without punctuation and capitals; never empty."""
    return normalised(text).replace(" ", "") or "·"


def _folded_all(text: str) -> str:
    return " ".join(map(_folded, text.split()))


if __name__ == "__main__":
    main()
