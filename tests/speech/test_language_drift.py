import pytest

from vbn_video.speech.language_drift import detect_drift


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hva gjør vi når det ikke er noe jobb til noen av oss?", "Norwegian"),
        ("Det är inte så mycket som jag kan säga om det just nu.", "Swedish"),
        ("This is what we are going to talk about with you today.", "English"),
        ("Nu holder vi en pause på fem minutter. Vi er tilbage efter pausen.", None),
        ("Vi bruger Excel og PowerPoint, og så har vi The Cloud og det er that's it.", None),
        (
            "I dag skal vi høre om bogen How to Win Friends and Influence People, som handler om at lytte til andre mennesker.",
            None,
        ),
        ("", None),
    ],
)
def test_another_language_is_told_by_its_own_words(text, language):
    assert detect_drift(text) == language


def test_danish_as_it_is_spoken_is_taken_for_no_other_language():
    said = (
        "Jeg vil gerne sige velkommen til alle sammen, og det er dejligt at se så mange her. Vi skal tale om den vanskelige "
        "samtale, og hvordan man får den taget i tide. Hvad gør man, når nogen ikke trives? Det kan være svært at spørge ind til."
    )
    assert detect_drift(said) is None
