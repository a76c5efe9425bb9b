"""What words tell of where a sentence is said; and that the sentences it was learnt from judge nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.meetings.kept import kept_meetings
from tests.meetings.sentences import HALVES, load_bank
from tests.meetings.test_sentences import SAID_EVERYWHERE
from tests.plan.meeting.heard_words import words_of
from tools.fit_talk_words import PART_OF, SENTENCES, read_sentences
from vbn_video.evidence import Voices, VoiceTurn
from vbn_video.plan.meeting.decide import side_of
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.sides.side_candidates import Which
from vbn_video.plan.meeting.sides.spoken_sentences import Spoken
from vbn_video.plan.meeting.talk.sentence_talk import PARTS, UNKNOWN, SentenceTalk, sentence_talk, talk_keys
from vbn_video.settings.phrase_table import PhraseTable
from vbn_video.settings.trimming.cut_weights import CUT_WEIGHTS

CHAT = "hvad skal du have til aftensmad? | min hund er syg | fik du købt en ny cykel? | hvordan gik det med ungerne i ferien? |"
LAW = "loven siger at kommunen skal svare inden otte uger | borgerne kan klage til ministeriet over afgørelsen | "
CLOSES = "det var hvad vi nåede i dag og mange tak fordi I deltog i mødet |"
OPENS = "i dag skal vi høre om loven og jeg præsenterer vores gæst | hun er advokat i kommunen og har skrevet en bog om emnet |"


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("Har du fået ny bil?", {"before", "after"}),
        ("Min datter er syg, så jeg sov ikke i nat.", {"before", "after"}),
        ("I dag skal det handle om, hvordan vi finder nye medlemmer.", {"opening"}),
        ("Loven siger, at kommunen skal svare inden otte uger.", {"within"}),
        ("Det var, hvad vi nåede i dag, tak fordi I var med.", {"closing"}),
    ],
)
def test_a_sentence_tells_where_it_is_said(said: str, part: set[str]) -> None:
    [scores] = sentence_talk().scores([said.split()])
    assert PARTS[int(np.argmax(scores))] in part
    assert np.exp(scores).sum() == pytest.approx(1)


def test_words_are_known_by_their_sound_and_you_all_is_not_in() -> None:
    assert [key for key in talk_keys(["Kan", "I", "høre"]) if "_" not in key] == ["kan", "I", "høre"]
    assert "I" not in talk_keys(["I", "dag"]) and "?" in talk_keys(["hvad?"])
    assert talk_keys(["velkomen"]) == talk_keys(["velkommen"])


def test_two_words_in_a_row_are_known_too_with_where_a_sentence_begins_and_ends() -> None:
    assert talk_keys(["så", "er", "så"])[-4:] == ["<_so", "so_er", "er_so", "so_>"]
    assert talk_keys([]) == [] and talk_keys(["…"]) == []


def test_what_no_word_is_known_of_says_no_more_than_the_first_row() -> None:
    talk = SentenceTalk({UNKNOWN: (0.0, 0.0, 0.0, 0.0, 0.0), "kafe": (2.0, 0.0, 0.0, 0.0, 0.0)})
    unknown, coffee = talk.scores([["xyzzy"], ["kaffe"]])
    assert np.allclose(unknown, np.log(0.2)) and np.argmax(coffee) == 0
    assert talk.scores([]).shape == (0, len(PARTS))


@pytest.mark.parametrize("which", ["start", "end"])
def test_by_words_alone_the_place_between_small_talk_and_meeting_is_likeliest(which: str) -> None:
    meeting = OPENS * 3
    text = CHAT + " " + meeting if which == "start" else LAW * 3 + " " + CLOSES + " " + CHAT
    words = tuple(words_of(text))
    duration_us = words[-1].end_us + 1_000_000
    evidence = MeetingEvidence(duration_us, words=words)
    places, clues = side_of(which, evidence, (), Spoken.of(evidence), PhraseTable())  # type: ignore[arg-type]
    scores = np.zeros(places.count)
    for part in (part for clue in clues if clue.kind == "talk" for part in clue.parts):
        scores[part.first : part.first + len(part.values)] += CUT_WEIGHTS[part.weight] * part.values
    count = len(words_of(CHAT))
    edge_us = words[count].start_us if which == "start" else words[len(words) - count - 1].end_us
    assert places.at_us[int(np.argmax(scores))] == edge_us


def test_a_single_word_is_judged_too() -> None:
    words = tuple(words_of("velkommen"))
    evidence = MeetingEvidence(2_000_000, words=words)
    for which in ("start", "end"):
        places, clues = side_of(which, evidence, (), Spoken.of(evidence), PhraseTable())  # type: ignore[arg-type]
        assert places.count == 1 and any(clue.kind == "talk" for clue in clues)


def test_without_words_nothing_is_said_of_how_it_sounds() -> None:
    evidence = replace(kept_meetings("known")[0].evidence, words=())
    _places, clues = side_of("start", evidence, (), Spoken.of(evidence), PhraseTable())
    assert not any(part.weight.startswith("start_talk") for clue in clues for part in clue.parts)


def test_what_it_was_learnt_from_judges_nothing() -> None:
    learnt = [_plain(text) for _part, text in read_sentences()]
    fours = {words[n : n + 4] for words in learnt for n in range(len(words) - 3)}
    for half in HALVES:
        bank = load_bank(half)
        assert set(map(_plain, bank.sentences())) & set(learnt) == set()
        around = [_plain(line) for key in SAID_EVERYWHERE for line in bank.lines[key]]
        assert {words[n : n + 4] for words in around for n in range(len(words) - 3)} & fours == set()


def test_each_sentence_stands_once_and_each_part_has_many() -> None:
    said = read_sentences()
    assert max(Counter(_plain(text) for _part, text in said).values()) == 1
    assert all(count > 300 for count in Counter(part for part, _text in said).values())
    lines = "\n".join(file.read_text(encoding="utf-8") for file in SENTENCES.glob("*.txt")).splitlines()
    sections = {line for line in lines if line[:1] == "["}
    assert sections == {f"[{name}]" for name in PART_OF}


def _plain(sentence: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", sentence.lower()))


def values_of(which: Which, voices: Sequence[tuple[str, int]]) -> dict[str, dict[int, float]]:
    """The talk clue by weight, and by the row of the word that begins (ends) there, of sentences said one after another."""
    words, turns = [], []
    for text, voice in voices:
        at_us = words[-1].end_us + 1_000_000 if words else 1_000_000
        said = [replace(w, start_us=w.start_us + at_us, end_us=w.end_us + at_us) for w in words_of(text)]
        words += said
        turns.append(VoiceTurn(said[0].start_us, said[-1].end_us, voice))
    evidence = MeetingEvidence(words[-1].end_us + 1_000_000, words=tuple(words), voices=Voices(tuple(turns), "sound"))
    places, clues = side_of(which, evidence, (), Spoken.of(evidence), PhraseTable())
    parts = [part for clue in clues if clue.kind == "talk" for part in clue.parts]
    return {part.weight: {int(places.unit[part.first + n]): float(v) for n, v in enumerate(part.values)} for part in parts}


ASKS, PLAIN = "Hvad skal du have til aftensmad?", "Nå, men."
BEGINS_IT = "I dag skal vi høre om loven, og jeg præsenterer vores gæst."


def test_who_opens_the_meeting_may_say_something_else_first_if_nobody_comes_between() -> None:
    row = len(ASKS.split())
    goes_on = values_of("start", [(ASKS, 1), (PLAIN, 0), (BEGINS_IT, 0), (LAW, 2)])["start_talk_turn"]
    opens = values_of("start", [(ASKS, 1), (BEGINS_IT, 0), (PLAIN, 0), (LAW, 2)])["start_talk_turn"]
    assert goes_on[row] == pytest.approx(opens[row]) and goes_on[row] > 1
    assert goes_on[row + 2] == 0, "the voice has begun before"
    other = values_of("start", [(ASKS, 1), (PLAIN, 2), (BEGINS_IT, 0), (LAW, 2)])["start_talk_turn"]
    assert other[row] < goes_on[row] / 2


def test_what_sounds_like_a_meeting_inside_speaks_for_a_place_and_outside_against_it() -> None:
    talk = values_of("start", [(ASKS, 1), (ASKS, 2), (LAW, 0), (LAW, 0)])
    row = 2 * len(ASKS.split())
    assert talk["start_talk_kept"][row] > talk["start_talk_kept"][0]
    assert talk["start_talk_outside"][row] > 0 > talk["start_talk_outside"][max(talk["start_talk_outside"])]
