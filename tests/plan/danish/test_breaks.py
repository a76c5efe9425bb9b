from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.plan.danish.breaks import TOGETHER, break_compound, break_cost, ends_sentence


@pytest.mark.parametrize(
    ("word", "following", "ends"),
    [
        ("dag.", "Vi", True),
        ("dag.", None, True),
        ("dag?", "vi", True),
        ("dag.»", "Vi", True),
        ("bl.a.", "Anne", False),
        ("f.eks.", "Grenaa", False),
        ("kr.", "Det", True),
        ("kr.", "pr.", False),
        ("osv.", "Så", True),
        ("1.", "juni", False),
        ("ca.", "10", False),
        ("nå…", "så", False),
        ("nå…", "Så", True),
        ("dag,", "Vi", False),
    ],
)
def test_a_sentence_ends_where_it_does_and_not_at_an_abbreviation(word: str, following: str | None, ends: bool) -> None:
    assert ends_sentence(word, following) is ends


@pytest.mark.parametrize(
    "pair",
    ["en mand", "ikke svært", "er ikke", "gå ud", "20 kr.", "kl. 14", "§ 5", "1. juni", "Anne Sørensen", "ca. 20", "at lytte"],
)
def test_what_belongs_together_is_kept_together(pair: str) -> None:
    left, right = pair.split()
    assert break_cost(left, right) == TOGETHER


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("slut. Vi", "samtale, og"),
        ("samtale, og", "siger at"),
        ("siger at", "taler om"),
        ("taler om", "lang samtale"),
        ("lang samtale", "om lang"),
        ("om lang", "den samtale"),
    ],
)
def test_breaks_are_ranked_as_the_norm_has_them(better: str, worse: str) -> None:
    assert break_cost(*better.split()) < break_cost(*worse.split())


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        (
            "Speciallægepraksisplanlægningsstabiliseringsperiodeudvalgsmøde",
            ("Speciallægepraksisplanlægnings-", "stabiliseringsperiodeudvalgsmøde"),
        ),
        (
            "arbejdsmarkedsuddannelsesinstitutionsbestyrelsesmedlemmer",
            ("arbejdsmarkedsuddannelsesinstitutions-", "bestyrelsesmedlemmer"),
        ),
        (
            "https://www.norddjurs.dk/erhverv/puljer/2024/ansøgning",
            ("https://www.norddjurs.dk/erhverv/puljer/", "2024/ansøgning"),
        ),
        ("kort", ("kort",)),
    ],
)
def test_a_long_compound_is_broken_at_its_joint(word: str, pieces: tuple[str, ...]) -> None:
    assert break_compound(word, 42) == pieces


@given(st.text(alphabet="abcdefghijklmnoprstuvyæøås-/.", min_size=1, max_size=300), st.integers(10, 60))
def test_pieces_fit_are_whole_and_never_share_a_line(word: str, limit: int) -> None:
    pieces = break_compound(word, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join(pieces).replace("-", "") == word.replace("-", "")
    assert all(len(left) + 1 + len(right) > limit for left, right in pairwise(pieces))
