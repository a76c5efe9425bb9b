"""Edited captions find the times of their words."""

from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import Cue
from vbn_video.evidence import Word
from vbn_video.plan.captions.edited.realignment import time_words

S = 1_000_000
HEARD = tuple(
    Word(round(at * S), round((at + 0.4) * S), text, 0.9)
    for at, text in ((10, "vi"), (10.5, "mødes"), (11, "i"), (11.5, "Nordjurs"), (12.5, "på"), (13, "fredag"))
)


def times(*lines: str, start_s: float = 10, end_s: float = 14) -> list[tuple[str, float, float]]:
    words = time_words(Cue(round(start_s * S), round(end_s * S), lines), HEARD)
    return [(word.text, word.start_us / S, word.end_us / S) for word in words]


def test_words_that_were_heard_keep_their_times_whatever_their_capitals_and_marks() -> None:
    assert times("Vi mødes", "i »Nordjurs«!") == [
        ("Vi", 10, 10.4),
        ("mødes", 10.5, 10.9),
        ("i", 11, 11.4),
        ("»Nordjurs«!", 11.5, 11.9),
    ]


def test_a_word_that_was_corrected_has_the_time_of_what_was_heard() -> None:
    assert ("Norddjurs", 11.5, 11.9) in times("Vi mødes i Norddjurs på fredag")


def test_words_that_were_put_in_stand_between_their_neighbours() -> None:
    (_vi, (text, start_s, end_s), after, *_rest) = times("Vi skal mødes i Nordjurs")
    assert text == "skal"
    assert 10.4 <= start_s <= end_s <= after[1] == 10.5


def test_several_words_for_one_share_its_time() -> None:
    shared = times("Vi mødes i Djurslands nordlige ende på fredag")[3:6]
    assert shared[0][1] == 11.5 and shared[-1][2] == 11.9
    assert [text for text, *_ in shared] == ["Djurslands", "nordlige", "ende"]


def test_a_caption_that_was_moved_by_hand_keeps_its_words_inside_it() -> None:
    moved = times("vi mødes", start_s=40, end_s=42)
    assert moved[0][1] == 40 and moved[-1][2] == 42


words = st.lists(st.sampled_from(["vi", "mødes", "i", "på", "fredag", "nye", "ord"]), min_size=1, max_size=9)


@given(words, st.integers(0, 20 * S), st.integers(1, 9 * S), st.lists(st.tuples(words, st.integers(0, 20 * S)), max_size=4))
def test_every_word_has_a_time_inside_the_caption_after_the_one_before(
    written: list[str], start_us: int, length_us: int, heard: list[tuple[list[str], int]]
) -> None:
    said = sorted((Word(at_us, at_us + 300_000, text, 0.9) for texts, at_us in heard for text in texts), key=lambda w: w.start_us)
    cue = Cue(start_us, start_us + length_us, (" ".join(written[:4]), " ".join(written[4:])))
    timed = time_words(cue, said)
    assert [word.text for word in timed] == written
    edges = [cue.start_us, *(edge for word in timed for edge in (word.start_us, word.end_us)), cue.end_us]
    assert edges == sorted(edges)
