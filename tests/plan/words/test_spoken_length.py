import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.plan.words.spoken_length import spoken_length, syllables


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ja", 1),
        ("møde.", 2),
        ("funktionæren,", 4),
        ("7", 1),
        ("17", 2),  # syt-ten
        ("21", 4),  # en-og-ty-ve
        ("75", 4),  # fem-og-halv-fjerds
        ("100", 3),  # et hun-dred
        ("2024", 8),  # to tu-sind og fi-re-og-ty-ve, fire said short
        ("20.000", 4),  # ty-ve tu-sind
        ("1.250.000", 12),
        ("8.30", 5),  # ot-te tre-di-ve
        ("8,5", 3),
        ("50%", 4),
        ("§", 3),
        ("kr.", 2),
        ("HR", 2),
        ("VBN", 3),
        ("12345678", 9),  # a telephone number, figure by figure
        ("…", 0),
    ],
)
def test_a_word_is_counted_as_it_is_read_out(text: str, said: int):
    assert syllables(text) == said


def test_a_year_takes_far_longer_to_say_than_four_letters():
    assert spoken_length("2024").least_us > 4 * spoken_length("hvad").least_us
    assert spoken_length("2024").usual_us > 1_000_000


@given(st.text(max_size=40))
def test_every_text_has_a_least_a_usual_and_a_most_in_that_order(text: str):
    length = spoken_length(text)
    assert 40_000 <= length.least_us <= length.usual_us <= length.most_us
