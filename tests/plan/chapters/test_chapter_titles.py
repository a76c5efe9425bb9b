import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.chapters.made_talk_plan import said
from vbn_video.plan.chapters.chapter_rules import LONGEST_TITLE
from vbn_video.plan.chapters.chapter_titles import Spellings, agenda_title, distinct, shortened, slide_title, title_key
from vbn_video.plan.chapters.shown_spans import HeardWord
from vbn_video.plan.chapters.spoken_titles import object_of, title_of_sentence

TALK = (
    "I dag skal vi i Grenaa tale om HR og om den svære samtale, de fem faser, og om loven. "
    "Det er lov og ret, siger VBN, og det er gode råd til alle virksomheder i Norddjurs. Så lytter man først og spørger."
)
SPELLINGS = Spellings.of(TALK.split(), ("Djurs Sommerland", "Rønde"))


@pytest.mark.parametrize(
    ("stands_there", "title"),
    [
        ("DE FEM FASER", "De fem faser"),
        ("De Fem Faser", "De fem faser"),
        ("den svære samtale", "Den svære samtale"),
        ("HR I GRENAA", "HR i Grenaa"),
        ("GODE RÅD TIL ALLE", "Gode råd til alle"),
        ("SOMMER I DJURS SOMMERLAND", "Sommer i Djurs Sommerland"),
        ("VBN OG NORDDJURS", "VBN og Norddjurs"),
        ("3. De fem faser", "De fem faser"),
        ("Punkt 4: Loven", "Loven"),
        ("• Lyt først", "Lyt først"),
        ("De fem faser (2/3)", "De fem faser"),
        ("De fem faser – fortsat", "De fem faser"),
        ("Spørgsmål?", "Spørgsmål?"),
        ("Tak for i dag!", "Tak for i dag"),
        ("Hvad handler det om?", "Hvad handler det om?"),
        ("Før og efter", "Før og efter"),
        ("Et godt sted at vaere", "Et godt sted at være"),
        ("Sådan begyndte det", "Sådan begyndte det"),
        ("Noget vi gerne vil have", "Noget vi gerne"),
        ("Opfølgning på den svære samtale med", "Opfølgning på den svære samtale"),
        ("Sådan kommer du godt i gang med den svære samtale på din arbejdsplads", "Sådan kommer du godt i gang"),
        ("Gode rad pa den svaere made", "Gode råd på den svære made"),
        ("RAD FRA GRENAA", "Råd fra Grenaa"),
        ("17", ""),
        ("|||_--", ""),
        ("www.vbn.dk", ""),
        ("anne@vbn.dk", ""),
        ("tlf. 12 34 56 78", ""),
        ("Hvad er", ""),
        ("xk vwz", ""),
        ("HR", ""),
        ("\u202eDe fem\x00 faser", "De fem faser"),
    ],
)
def test_a_slides_heading_as_a_danish_title_or_none(stands_there: str, title: str) -> None:
    assert slide_title(stands_there, SPELLINGS) == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("kort titel", "Kort titel"),
        ("Oplæg: Den Vanskelige Samtale v/ Anne", "Oplæg: Den Vanskelige Samtale v/ Anne"),
        ("x" * 60, "X" + "x" * 47 + "…"),
        ("Og her er en temmelig lang sætning, som ikke kan stå på en linje", "Og her er en temmelig lang sætning"),
        ("Funktionærloven og de nye regler for opsigelsesvarsler", "Funktionærloven og de nye regler"),
    ],
)
def test_a_point_of_the_agenda_stays_as_it_is_written_but_for_its_length(written: str, title: str) -> None:
    assert agenda_title(written) == title


@pytest.mark.parametrize(
    ("follows", "title"),
    [
        ("de fem faser. Den første", "De fem faser"),
        ("at tale lidt om den svære samtale, som mange kender", "Den svære samtale"),
        ("næste punkt, som er gode råd til alle.", "Gode råd til alle"),
        ("det næste emne, der er loven, og hvad den siger", "Loven"),
        ("loven og hvad den betyder for jer alle sammen derude", "Loven og hvad den betyder"),
        ("øh at høre om virksomheder i Norddjurs.", "Virksomheder i Norddjurs"),
        ("Kirsten.", ""),
        ("det næste.", ""),
        ("dig.", ""),
        ("vi skal have", ""),
        ("noget, som er vigtigt", ""),
        ("om", ""),
        ("", ""),
    ],
)
def test_what_follows_a_spoken_mark_is_a_title_or_none(follows: str, title: str) -> None:
    spellings = Spellings.of(TALK.split(), ("Norddjurs",))
    assert object_of(heard(follows), spellings) == title


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Øh, og så skal vi tale om den svære samtale. Den er svær.", "Den svære samtale"),
        ("Nu går vi videre til de fem faser.", "De fem faser"),
        ("Det næste punkt er gode råd.", "Gode råd"),
        ("Hvad siger loven?", "Hvad siger loven?"),
        ("Og hvordan lytter man først?", "Hvordan lytter man først?"),
        ("Hvad synes du om det?", ""),
        ("De fem faser virker.", ""),
        ("Jeg hedder noget med loven.", ""),
        ("Det er loven.", ""),
        ("Og så er der det der med, at man", ""),
        ("Nå ja.", ""),
    ],
)
def test_a_sentence_after_a_rest_is_a_title_or_none(sentence: str, title: str) -> None:
    assert title_of_sentence(heard(sentence), SPELLINGS) == title


def test_what_was_heard_badly_is_no_title() -> None:
    words = [HeardWord(word.start_us, word.end_us, word.text, 0.3) for word in heard("De fem faser.")]
    assert object_of(words, SPELLINGS) == ""


def test_a_word_that_does_not_exist_is_no_title_unless_it_is_said_again_or_listed() -> None:
    def knows(word: str) -> bool:
        return word.strip(".").lower() in ("og", "loven")

    spellings = Spellings.of(["om", "kompensaton.", "så", "er", "der", "kompensaton"], ("Rønde",), knows)
    assert object_of(heard("rækruttereng."), spellings) == ""
    assert [object_of(heard(text), spellings) for text in ("loven.", "kompensaton.")] == ["Loven", "Kompensaton"]


def heard(text: str) -> list[HeardWord]:
    return [HeardWord(word.start_us, word.end_us, word.text, word.probability) for word in said((0, text))]


def test_two_titles_that_are_the_same_are_told_apart() -> None:
    assert distinct(["Spørgsmål", "Oplæg", "Spørgsmål", "oplæg", "Spørgsmål", "x" * 49, "x" * 49]) == [
        "Spørgsmål",
        "Oplæg",
        "Flere spørgsmål",
        "oplæg (2)",
        "Spørgsmål (2)",
        "x" * 49,
        "x" * 44 + " (2)",
    ]


@given(st.lists(st.text(max_size=70), max_size=12))
def test_no_title_is_there_twice_or_too_long(texts: list[str]) -> None:
    told = distinct([shortened(text.split()) for text in texts if text.split()])
    assert len({title_key(title) for title in told if title_key(title)}) == len([title for title in told if title_key(title)])
    assert all(len(title) <= LONGEST_TITLE for title in told)


@given(st.text(alphabet="abcæøåAB .,-?!", max_size=120) | st.lists(st.sampled_from(TALK.split()), max_size=20).map(" ".join))
def test_a_title_from_a_slide_is_whole_and_short_and_is_its_own_title(text: str) -> None:
    title = slide_title(text, SPELLINGS)
    assert len(title) <= LONGEST_TITLE
    assert title == title.strip()
    assert not title or title[:1] == title[:1].upper()
    assert not title or title.endswith("?") or title.split()[-1] not in ("og", "i", "på", "om", "en", "at", "til", "de")
