"""Where two hearings of the same sound differ, and what of it still stands against the transcript."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vbn_video.evidence import Word
from vbn_video.plan.words.other_hearings import MOST_WORDS, differing, differing_hearing, joined, still_standing

S = 1_000_000
TEXTS = st.lists(st.sampled_from(["vi", "sælger", "biler", "Odense", "ikke", "mange"]), max_size=12)


def words_of(text: str, probability: float = 0.5) -> tuple[Word, ...]:
    return tuple(Word(at * S, (at + 1) * S, one, probability) for at, one in enumerate(text.split()))


def shown(text: str, other: str) -> list[tuple[str, str]]:
    return [(one.instead, one.text) for one in differing(words_of(text), other.split(), "beam", 0.2)]


def test_only_the_words_that_differ_are_kept_with_their_times() -> None:
    (one,) = differing(words_of("Vi sælge r biler."), ["vi", "sælger", "biler"], "beam", 0.2)
    assert (one.instead, one.text, one.start_us, one.end_us, one.probability) == ("sælge r", "sælger", 1 * S, 3 * S, 0.2)


def test_capitals_and_punctuation_are_no_difference() -> None:
    assert shown("Vi sælger, biler.", "vi Sælger biler") == []


def test_a_word_more_or_less_is_shown_with_the_one_before_it_and_at_the_beginning_with_the_one_after() -> None:
    assert shown("vi sælger biler", "vi sælger mange biler") == [("sælger", "sælger mange")]
    assert shown("vi sælger mange biler", "vi sælger biler") == [("sælger mange", "sælger")]
    assert shown("sælger biler", "vi sælger biler") == [("sælger", "vi sælger")]


def test_where_all_is_otherwise_nothing_is_kept() -> None:
    assert shown("a b c d e f g h", "i j k l m n o p") == []


def test_another_hearing_is_as_probable_as_its_own_words() -> None:
    (one,) = differing_hearing(words_of("vi sælge biler", 0.9), words_of("vi sælger biler", 0.4))
    assert (one.text, one.source, one.probability) == ("sælger", "second hearing", 0.4)


def test_hypotheses_that_say_the_same_are_one_and_their_probabilities_add_up() -> None:
    words = words_of("vi sælge biler")
    found = [
        *differing(words, ["vi", "sælger", "biler"], "beam", 0.2),
        *differing(words, ["Vi", "sælger,", "biler"], "beam", 0.3),
    ]
    (one,) = joined(found)
    assert one.probability == 0.5


def test_what_the_transcript_no_longer_says_is_dropped_and_what_was_moved_is_found_at_its_new_time() -> None:
    heard = words_of("vi sælge biler nu")
    found = differing(heard, ["vi", "sælger", "biler", "tit"], "beam", 0.2)
    moved = [replace(word, start_us=word.start_us + S // 2, end_us=word.end_us + S // 2) for word in heard[:3]]
    (one,) = still_standing(found, moved)
    assert (one.instead, one.start_us, one.end_us) == ("sælge", 3 * S // 2, 5 * S // 2)


@given(TEXTS, TEXTS)
def test_each_stretch_is_of_the_words_and_short(said: list[str], other: list[str]) -> None:
    words = words_of(" ".join(said))
    for one in differing(words, other, "beam", 0.1):
        inside = [word.text for word in words if one.start_us <= word.start_us < one.end_us]
        assert one.instead.split() == inside and 0 < len(inside) <= MOST_WORDS
        assert one.text.lower() != one.instead.lower()


@given(TEXTS, TEXTS)
def test_what_was_heard_of_the_transcript_as_it_stands_all_stands(said: list[str], other: list[str]) -> None:
    words = words_of(" ".join(said))
    found = joined(differing(words, other, "beam", 0.1))
    assert still_standing(found, words) == found
