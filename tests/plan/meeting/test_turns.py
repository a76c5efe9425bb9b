"""What the turns tell about a moment; judged by turns whose measures are worked out by hand."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from vbn_video.evidence import Voices, VoiceTurn, Word
from vbn_video.plan.meeting.turns import LEAST_TALK_US, Talk, TalkAround, Turns

S = 1_000_000


def voices_of(*turns: tuple[float, float, int]) -> Voices:
    return Voices(tuple(VoiceTurn(round(start * S), round(end * S), voice) for start, end, voice in turns), "sound")


CHAT = [(second, second + 2, second // 2 % 4) for second in range(0, 60, 2)]
"""Four who take turns of two seconds, for a minute."""
TALK = [(second, second + 9.5, 2) for second in range(60, 240, 10)]
"""One who rests for half a second every ten, for three minutes."""


def test_many_who_chat_become_one_who_speaks():
    around = Turns(voices_of(*CHAT, *TALK)).around(60 * S, 60 * S)
    assert around.before == Talk(1.0, 2.0, approx(29), voices=4, leading_share=approx(16 / 60), leader=0)
    assert around.after == Talk(approx(0.95), 60.0, 0.0, voices=1, leading_share=1.0, leader=2)
    assert around.leading_gain == approx(44 / 60)
    assert around.turn_gain == approx(58 / 62)
    assert around.leader_changes is True


def test_within_one_long_talk_nothing_changes():
    around = Turns(voices_of(*CHAT, *TALK)).around(150 * S)
    assert (around.leading_gain, around.leader_changes) == (0, False)
    assert around.turn_gain == approx(0, abs=0.02)


def test_a_short_yes_of_another_ends_nobodys_turn():
    with_yes = voices_of((0, 10, 0), (10.2, 10.8, 1), (11, 20, 0))
    assert [(turn.start_us, turn.end_us, turn.voice) for turn in Turns(with_yes).turns] == [(0, 20 * S, 0)]
    answered = voices_of((0, 10, 0), (10.2, 12, 1), (12.5, 20, 0))
    assert [turn.voice for turn in Turns(answered).turns] == [0, 1, 0]


def test_a_voice_that_rests_for_long_has_ended_its_turn():
    assert len(Turns(voices_of((0, 10, 0), (20, 30, 0))).turns) == 2
    assert Turns(voices_of((0, 10, 0), (20, 30, 0))).within(0, 30 * S).exchanges_a_minute == 0


def test_where_no_voices_are_known_the_rests_of_the_words_tell():
    def spoken(start_s: float, until_s: float, every: int) -> list[Word]:
        """Words of 0.4 s every half second; after `every` of them a second of rest."""
        words, at = [], start_s
        while at < until_s:
            for number in range(every):
                words.append(Word(round((at + number / 2) * S), round((at + number / 2 + 0.4) * S), "ord", 0.9))
            at += every / 2 + 1
        return words

    around = Turns(Voices(), spoken(0, 60, 3) + spoken(60, 120, 30)).around(60 * S, 60 * S)
    assert around.before.turn_s == approx(1.4)
    assert around.after.turn_s > 10
    assert around.before.voices is around.before.leading_share is around.leading_gain is around.leader_changes is None
    assert around.turn_gain > 0.7
    assert around.before.exchanges_a_minute > 5 * around.after.exchanges_a_minute


def test_with_nothing_known_nothing_is_told():
    assert Turns(Voices()).around(0) == TalkAround(None, None)
    assert Turns(voices_of((10, 12, 0))).within(0, 60 * S) is None
    assert (Turns(Voices()).around(0).leading_gain, Turns(Voices()).around(0).turn_gain) == (None, None)


TURNS = st.lists(
    st.tuples(st.integers(0, 120 * S), st.integers(-S, 20 * S), st.integers(0, 5)).map(
        lambda drawn: VoiceTurn(drawn[0], drawn[0] + drawn[1], drawn[2])
    ),
    max_size=30,
)


@given(TURNS, st.integers(-S, 130 * S), st.integers(1, 60 * S))
def test_any_turns_give_measures_within_their_limits(turns, at_us, window_us):
    around = Turns(Voices(tuple(turns), "zoom")).around(at_us, window_us)
    assert all(-1 <= gain <= 1 for gain in (around.leading_gain, around.turn_gain) if gain is not None)
    for talk in filter(None, (around.before, around.after)):
        assert LEAST_TALK_US / window_us <= talk.spoken_share <= 1
        assert 0 < talk.turn_s * S <= window_us
        assert talk.exchanges_a_minute >= 0
        assert 0 <= talk.voices <= 6
        assert 1 / 6 <= talk.leading_share <= 1


@given(TURNS, st.integers(0, 120 * S), st.permutations(range(6)))
def test_the_voices_numbers_are_names_only(turns, at_us, numbers):
    def measured(turns: list[VoiceTurn]) -> list[Talk | None]:
        around = Turns(Voices(tuple(turns), "zoom")).around(at_us)
        return [talk and replace(talk, leader=None) for talk in (around.before, around.after)]

    assert measured(turns) == measured([replace(turn, voice=numbers[turn.voice]) for turn in turns])


def test_a_question_looks_at_the_turns_of_its_window_only():
    """Counted, not timed: of an hour of turns, those that touch a minute are asked for their ends."""

    class Counted(VoiceTurn):
        asked = 0

        def __getattribute__(self, name):
            Counted.asked += name == "end_us"
            return super().__getattribute__(name)

    turns = Turns(Voices(tuple(Counted(second * S, (second + 2) * S, second // 2 % 4) for second in range(0, 3600, 2)), "zoom"))
    Counted.asked = 0
    turns.around(1800 * S, 30 * S)
    assert 0 < Counted.asked < 400
