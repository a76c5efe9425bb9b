"""Captions of others are made legal, and no word is lost."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vbn_video.decisions import Cue
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.captions.repair import Repaired, repair
from vbn_video.settings.profiles import PROFILES

S = 1_000_000
WEB = PROFILES["dansk-web"]
LONG = "Denne linje er alt for lang til at kunne stå på skærmen, så den skal brydes flere gange for at blive lovlig efter normen."


def cue(start_s: float, end_s: float, *lines: str, speakers: tuple[str, ...] = ()) -> Cue:
    return Cue(round(start_s * S), round(end_s * S), lines, speakers)


def words_of(*cues: Cue) -> list[str]:
    return [word for cue in cues for line in cue.lines for word in line.split()]


def rules(repaired: Repaired) -> list[str]:
    return [violation.rule for violation in repaired.violations]


def test_legal_captions_stay_as_they_are() -> None:
    cues = [cue(1, 3, "Godmorgen."), cue(4, 7, "Vi går i gang", "med det samme.")]
    assert repair(cues, WEB).cues == tuple(cues)
    assert repair(cues, WEB).changed == ()


def test_a_long_line_is_broken_and_its_neighbours_are_left_alone() -> None:
    cues = [cue(1, 3, "Godmorgen."), cue(5, 12, LONG), cue(20, 22, "Tak.")]
    repaired = repair(cues, WEB)
    (place,) = repaired.changed
    assert place.before == cues[1]
    assert len(place.after) >= 2 and words_of(*place.after) == LONG.split()
    assert (repaired.cues[0], repaired.cues[-1], repaired.violations) == (cues[0], cues[2], ())
    assert repaired.by_index == [(cues[0],), place.after, (cues[2],)]


def test_captions_that_overlap_or_stand_too_near_get_their_gap() -> None:
    repaired = repair([cue(1, 4.5, "Godmorgen alle sammen."), cue(4, 6, "Vi går i gang.")], WEB)
    assert [(c.start_us, c.end_us) for c in repaired.cues] == [(1 * S, 3_880_000), (4 * S, 6 * S)]


@pytest.mark.parametrize("impossible", [cue(5, 5, "Nul."), cue(5, 4, "Bagvendt."), cue(-2, 1, "Før nul.")])
def test_times_that_cannot_be_are_made_possible(impossible: Cue) -> None:
    repaired = repair([impossible, cue(9, 11, "Tak.")], WEB)
    assert repaired.violations == ()
    assert words_of(*repaired.cues) == [*impossible.lines[0].split(), "Tak."]
    assert repaired.cues[0].start_us >= 0


def test_captions_out_of_order_are_put_in_order() -> None:
    assert [c.lines for c in repair([cue(9, 11, "Tak."), cue(1, 3, "Godmorgen.")], WEB).cues] == [("Godmorgen.",), ("Tak.",)]


def test_a_caption_that_is_read_too_fast_takes_the_time_that_is_free() -> None:
    repaired = repair([cue(1, 2, "Det her kan ingen nå at læse på et sekund."), cue(9, 11, "Tak.")], WEB)
    assert repaired.violations == ()
    assert repaired.cues[0].start_us == 1 * S


def test_a_dialogue_keeps_its_dashes_and_its_speakers() -> None:
    repaired = repair([cue(1, 1.5, "- Kan du høre mig nu?", "- Ja, det kan jeg.", speakers=("Bo", "Eva"))], WEB)
    said = [(line, name) for c in repaired.cues for line, name in zip(c.lines, c.speakers, strict=True)]
    assert said == [("- Kan du høre mig nu?", "Bo"), ("- Ja, det kan jeg.", "Eva")]
    assert repaired.violations == ()


def test_what_cannot_be_mended_is_listed_and_kept() -> None:
    cues = [cue(1, 2, "Det her kan ingen nå at læse på et sekund."), cue(2.1, 9, LONG[:80])]
    crowded = [cue(n, n + 0.9, "Sytten ord på et eneste sekund er for mange.") for n in range(20)]
    repaired = repair([*cues, *crowded], WEB)
    assert rules(repaired) != []
    assert sorted(words_of(*repaired.cues)) == sorted(words_of(*cues, *crowded))


def test_captions_that_stand_alone_are_never_joined() -> None:
    near = [cue(1, 1.5, "Ja,"), cue(1.62, 2.1, "det er"), cue(2.22, 2.6, "det."), cue(9, 9.4, "Nå.")]
    assert [(c.start_us, c.lines) for c in repair(near, WEB).cues] == [(c.start_us, c.lines) for c in near]


def test_a_caption_that_is_only_a_little_short_stays_a_little_longer() -> None:
    assert repair([cue(1, 2.16, "Godmorgen."), cue(9, 11, "Tak.")], WEB).cues[0] == cue(1, 2.2, "Godmorgen.")


def test_a_caption_of_one_line_that_stands_too_long_ends_earlier() -> None:
    assert repair([cue(1, 12, "Velkommen til mødet.")], WEB).cues == (cue(1, 8, "Velkommen til mødet."),)


def test_lines_are_mended_where_nobody_can_mend_the_speed() -> None:
    repaired = repair([cue(1, 2, "Denne første undertekst er alt for hurtig til at læse."), cue(2.12, 5, "Tak.")], WEB)
    assert repaired.cues[0] == cue(1, 2, "Denne første undertekst er alt", "for hurtig til at læse.")
    assert rules(repaired) == ["reading speed", "minimum time"]


def test_what_goes_on_gets_no_dash_and_what_answers_keeps_its_own() -> None:
    said = "Det er rigtigt, og det vil jeg gerne sige lidt mere om i dag, for det er vigtigt."
    long = cue(1, 9, said, "– Hvorfor?", "- Ja - hvorfor?")
    repaired = repair([long], WEB)
    assert repaired.violations == ()
    lines = [line for c in repaired.cues for line in c.lines]
    assert [line for line in lines if line.startswith(("-", "–"))] == ["– Hvorfor?", "- Ja - hvorfor?"]
    assert " ".join(lines) == " ".join(long.lines)


texts = st.lists(
    st.sampled_from(["ja", "nej", "mødet", "virksomhederne", "på", "Djursland.", "kl.", "8.30"]), min_size=1, max_size=25
)
raw = st.lists(st.tuples(st.integers(-2_000, 60_000), st.integers(-500, 9_000), texts), max_size=12)


@example([(-1_999, 2_907, ["virksomhederne"] * 10), (1_040, 4_897, ["ja"])])
@given(raw)
def test_no_word_is_lost_and_fewer_rules_are_broken_than_before(raw: list[tuple[int, int, list[str]]]) -> None:
    cues = [Cue(start * 1000, (start + length) * 1000, (" ".join(words),)) for start, length, words in raw]
    repaired = repair(cues, WEB)
    in_order = sorted(enumerate(cues), key=lambda numbered: (max(numbered[1].start_us, 0), numbered[0]))
    assert words_of(*repaired.cues) == words_of(*(cue for _index, cue in in_order))
    assert all(c.start_us < c.end_us for c in repaired.cues)
    shown = [replace(cue, start_us=max(cue.start_us, 0)) for _index, cue in in_order]  # nobody reads before 0
    assert len(repaired.violations) <= len(check_cues(shown, WEB))
    assert sorted(place.index for place in repaired.places) == list(range(len(cues)))
    again = repair(repaired.cues, WEB)
    assert len(again.violations) <= len(repaired.violations)


spoken = st.lists(st.sampled_from(["ja", "nej", "-", "virksomhederne", "på", "kl.", "8.30"]), min_size=1, max_size=9)
lines_of = st.lists(st.tuples(st.sampled_from(["", "", "- ", "– "]), spoken), min_size=1, max_size=3)


@given(st.lists(st.tuples(st.integers(-2_000, 9_000), st.integers(-500, 5_000), lines_of), min_size=1, max_size=3))
def test_words_stay_in_the_time_and_the_turn_of_their_own_caption(
    raw: list[tuple[int, int, list[tuple[str, list[str]]]]],
) -> None:
    cues = []
    for start_ms, length_ms, said in raw:
        lines = tuple(dash + " ".join(words) for dash, words in said)
        cues.append(Cue(start_ms * 1000, (start_ms + length_ms) * 1000, lines))
    repaired = repair(cues, WEB)
    starts_us = [c.start_us for c in repaired.cues]
    assert starts_us == sorted(starts_us)
    for old, after in zip(cues, repaired.by_index, strict=True):
        first_us = max(old.start_us, 0)
        assert all(first_us <= new.start_us < new.end_us for new in after)
        assert all(new.start_us < old.end_us for new in after) or old.end_us <= first_us
        assert "".join(words_of(*after)).replace("-", "") == "".join(words_of(old)).replace("-", "")
        turns = [[line[0] for c in each for line in c.lines if line[:2] in ("- ", "– ")] for each in ([old], after)]
        assert turns[0] == turns[1] or "-" in words_of(old)
