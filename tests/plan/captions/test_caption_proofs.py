"""A hard rule is broken only where no legal division exists: all divisions of short talks are tried, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.captions.test_compiler import S, text_of, timeline_of
from vbn_video.evidence import Word
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.captions.talk import SYNC_US
from vbn_video.settings.profiles import PROFILES, CaptionProfile

MS = 1000
INTRO_US = 4 * S


def least_characters(texts: Sequence[str], profile: CaptionProfile) -> int | None:
    """Of these words on one line or two, as few as there can be; None where they don't fit."""
    lines = [" ".join(texts)]
    layouts = [lines] if len(lines[0]) <= profile.line_hard else []
    for at in range(1, len(texts)):
        upper, lower = " ".join(texts[:at]), " ".join(texts[at:])
        if max(len(upper), len(lower)) <= profile.line_hard:
            layouts.append([upper, lower])
    return min((sum(map(len, layout)) for layout in layouts), default=None)


def divisions(count: int) -> Iterator[list[tuple[int, int]]]:
    for cuts in range(count):
        for chosen in combinations(range(1, count), cuts):
            yield list(pairwise([0, *chosen, count]))


def legal_division_exists(words: Sequence[Word], profile: CaptionProfile, end_us: int) -> bool:
    """Whether any division can be shown: each cue within 100 ms of its first word, long enough, with its gap."""
    for division in divisions(len(words)):
        free_us = INTRO_US
        for first, end in division:
            characters = least_characters([word.text for word in words[first:end]], profile)
            spoken_us = words[first].start_us + INTRO_US
            too_long = end - first > 1 and words[end - 1].end_us - words[first].start_us > profile.longest_us
            start_us = max(free_us, spoken_us - SYNC_US)
            if characters is None or too_long or start_us > spoken_us + SYNC_US:
                break
            shown_us = max(profile.shortest_us, -(-characters * S // profile.speed_hard))
            shown_us = -(-shown_us // MS) * MS
            if shown_us > profile.longest_us:
                break
            free_us = start_us + shown_us + profile.gap_us
        else:
            if free_us - profile.gap_us <= end_us:
                return True
    return False


speech = st.lists(
    st.tuples(st.integers(1, 14), st.integers(45, 95), st.sampled_from([0, 0, 0, 0, 120, 400, 900, 2500])), min_size=1, max_size=9
)


@given(speech=speech, name=st.sampled_from(sorted(PROFILES)), tail_ms=st.integers(0, 1500))
def test_a_rule_is_broken_only_where_every_division_breaks_one(
    speech: list[tuple[int, int, int]], name: str, tail_ms: int
) -> None:
    profile, words, at_ms = PROFILES[name], [], 0
    for letters, ms_a_character, rest_ms in speech:
        end_ms = at_ms + (letters + 1) * ms_a_character
        words.append(Word(at_ms * MS, end_ms * MS, "x" * letters, 0.9))
        at_ms = end_ms + rest_ms
    end_us = words[-1].end_us + tail_ms * MS
    captions = compile_captions(words, timeline_of((0, end_us / S)), profile)
    assert (captions.violations == ()) == legal_division_exists(words, profile, INTRO_US + end_us)
    assert all(violation.unavoidable for violation in captions.violations)
    assert text_of(captions.cues) == " ".join(word.text for word in words)
