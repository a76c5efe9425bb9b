"""The transcript as plain text."""

from tests.formats.made_transcript import CHAPTERS, CUES, S
from vbn_video.decisions import Cue
from vbn_video.formats.plain_text import write_text


def test_the_text_has_a_paragraph_a_line_under_the_chapters_titles() -> None:
    assert write_text(CUES, CHAPTERS) == (
        "Velkommen\n\nAnne: Velkommen til Æbeltoft & omegn.\n\nBo: Er det i <dag>?\n\nAnne: Ja.\n\n"
        "Slut & farvel\n\nAnne: Tak for i dag.\n"
    )
    assert write_text(()) == ""


def test_a_name_that_the_caption_itself_says_is_not_said_twice() -> None:
    cues = (Cue(0, S, ("Anne: Velkommen.",), ("Anne Holm",)),)
    assert write_text(cues) == "Anne: Velkommen.\n"
