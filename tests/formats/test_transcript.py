"""Captions become a text to read: sentences, paragraphs, chapters."""

from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.transcript import BREATH_US, LONGEST_CHARACTERS, transcript_of

S = 1_000_000


def cue(start_s: float, end_s: float, *lines: str) -> Cue:
    return Cue(round(start_s * S), round(end_s * S), lines)


def sentences_of(*cues: Cue) -> list[str]:
    passages = transcript_of(cues, ())
    return [s.text for passage in passages for paragraph in passage.paragraphs for s in paragraph.sentences]


def test_a_sentence_over_several_captions_is_one() -> None:
    assert sentences_of(cue(0, 2, "Det er ikke selve", "samtalen,"), cue(2.1, 4, "der er svær.")) == [
        "Det er ikke selve samtalen, der er svær."
    ]


def test_a_caption_with_two_sentences_is_cut_at_the_full_stop_in_time_too() -> None:
    passage = transcript_of((cue(0, 4, "Ja. Vi tager den nu."),), ())[0]
    first, second = passage.paragraphs[0].sentences
    assert (first.text, second.text) == ("Ja.", "Vi tager den nu.")
    assert first.start_us == 0 and first.end_us == second.start_us and second.end_us == 4 * S
    assert first.end_us < 1.5 * S


def test_an_abbreviation_or_a_date_does_not_end_a_sentence() -> None:
    assert sentences_of(cue(0, 4, "Mødet er den 12. januar kl. 9,"), cue(4.1, 6, "bl.a. om turisme.")) == [
        "Mødet er den 12. januar kl. 9, bl.a. om turisme."
    ]


def test_a_rest_ends_a_sentence_and_a_paragraph() -> None:
    rest_s = BREATH_US / S
    passage = transcript_of((cue(0, 2, "Og så"), cue(2 + rest_s, 5, "videre")), ())[0]
    assert [paragraph.start_us for paragraph in passage.paragraphs] == [0, round((2 + rest_s) * S)]


def test_a_long_talk_becomes_paragraphs_that_begin_at_sentences() -> None:
    cues = [cue(2 * n, 2 * n + 1.9, "Her er en sætning på", f"omtrent firs tegn, og det er nummer {n}.") for n in range(40)]
    paragraphs = transcript_of(cues, ())[0].paragraphs
    assert len(paragraphs) > 5
    for paragraph in paragraphs:
        assert sum(len(s.text) for s in paragraph.sentences) <= LONGEST_CHARACTERS
        assert paragraph.sentences[-1].text.endswith(".")


def test_a_sentence_belongs_to_the_chapter_that_it_begins_in_even_a_little_early() -> None:
    chapters = (Chapter(0, "Velkommen"), Chapter(10 * S, "De fem faser"))
    passages = transcript_of((cue(1, 3, "Godmorgen."), cue(9.8, 12, "Lad os gå videre.")), chapters)
    assert [(p.chapter, p.paragraphs[0].sentences[0].text) for p in passages] == [(0, "Godmorgen."), (1, "Lad os gå videre.")]


def test_a_chapter_in_which_nothing_is_said_has_no_passage() -> None:
    chapters = (Chapter(0, "Intro"), Chapter(10 * S, "Pause"), Chapter(20 * S, "Faser"))
    assert [passage.chapter for passage in transcript_of((cue(21, 23, "Nu."),), chapters)] == [2]


LINES = st.text(st.characters(categories=("Lu", "Ll", "Nd", "Po")), min_size=1, max_size=42).map(lambda text: text.strip() or "x")


@given(
    st.lists(st.tuples(st.integers(0, 3 * S), st.integers(1, 7 * S), LINES), max_size=30),
    st.lists(st.integers(0, 60 * S), max_size=5),
)
def test_every_word_of_the_captions_stands_once_and_in_order(pieces: list[tuple[int, int, str]], starts: list[int]) -> None:
    cues, at_us = [], 0
    for gap_us, length_us, line in pieces:
        cues.append(Cue(at_us + gap_us, at_us + gap_us + length_us, (line,)))
        at_us = cues[-1].end_us
    chapters = [Chapter(start_us, "k") for start_us in sorted({0, *starts})]
    passages = transcript_of(cues, chapters)
    said = [s for passage in passages for paragraph in passage.paragraphs for s in paragraph.sentences]
    assert "".join("".join(s.text.split()) for s in said) == "".join("".join(line.split()) for _, _, line in pieces)
    assert all(s.start_us <= s.end_us for s in said)
    assert [s.start_us for s in said] == sorted(s.start_us for s in said)


def test_another_speaker_begins_a_paragraph_and_the_dash_goes() -> None:
    cues = (
        Cue(0, 2 * S, ("Er der spørgsmål?",), ("Anne",)),
        Cue(2 * S, 4 * S, ("- Ja, kan man", "- Vent lidt."), ("Bo", "Anne")),
    )
    (passage,) = transcript_of(cues, ())
    assert [(paragraph.speaker, paragraph.text) for paragraph in passage.paragraphs] == [
        ("Anne", "Er der spørgsmål?"),
        ("Bo", "Ja, kan man"),
        ("Anne", "Vent lidt."),
    ]
    assert passage.paragraphs[1].start_us == 2 * S < passage.paragraphs[2].start_us < 4 * S
