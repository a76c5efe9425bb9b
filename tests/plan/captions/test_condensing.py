import pytest

from vbn_video.plan.captions.condensing import find_dispensable


def left_out(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[found.first : found.last + 1]) for found in find_dispensable(words)]


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Det er jo rigtigt nok.", ["jo"]),
        ("Vi har øh fundet en løsning.", ["øh"]),
        ("Øh, vi har fundet en løsning.", ["Øh,"]),
        ("Altså, vi har fundet den.", ["Altså,"]),
        ("Det er sådan set i orden.", ["sådan set"]),
        ("Vi har ligesom fundet ud af det.", ["ligesom"]),
        ("Det er hans og og", ["og"]),
        ("Vi vi skal videre og og det haster.", ["Vi", "og"]),
    ],
)
def test_words_that_only_fill_can_be_left_out(text: str, gone: list[str]) -> None:
    assert left_out(text) == gone


@pytest.mark.parametrize(
    "text",
    [
        "Jo, det er rigtigt.",
        "Det er jo mere man ved, jo bedre man bliver.",
        "Den er ligesom en bil.",
        "Ligesom vi gjorde i fjor.",
        "På mandag, altså i morgen, begynder vi.",
        "Sådan set er det rigtigt.",
        "Jeg tror, at det det handler om er tillid.",
        "Ja ja, det var meget meget fint.",
        "Det ved jeg altså.",
        "Vi skal, øh. Ja.",
    ],
)
def test_the_same_words_stay_where_they_mean_something(text: str) -> None:
    assert left_out(text) == []
