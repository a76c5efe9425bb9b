"""Words get the speaker whose turn covers them; names come out only as `[privacy] names` allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.evidence import SpeakerTurn, Word
from vbn_video.plan.danish.person_names import person_of
from vbn_video.plan.words.speakers import ROLES, Names, assign_speakers, show_names
from vbn_video.settings.meeting import Meeting

MEETING = Meeting(speakers=("Anne Holm",), host="Bo Lund")


def word(start_s: float, end_s: float, speaker: str | None = None) -> Word:
    return Word(round(start_s * 1e6), round(end_s * 1e6), "ord", 0.9, speaker)


def turn(start_s: float, end_s: float, name: str) -> SpeakerTurn:
    return SpeakerTurn(round(start_s * 1e6), round(end_s * 1e6), name)


def said_by(*names: str | None) -> list[Word]:
    return [word(index, index + 0.5, name) for index, name in enumerate(names)]


def names_of(words: tuple[Word, ...]) -> list[str | None]:
    return [one.speaker for one in words]


def test_a_word_belongs_to_the_turn_that_covers_most_of_it() -> None:
    words = [word(1, 2), word(2.7, 3.5), word(4, 5)]
    assert names_of(assign_speakers(words, [turn(0, 3, "Anne"), turn(3, 6, "Bo")])) == ["Anne", "Bo", "Bo"]


def test_a_word_between_turns_belongs_to_the_nearer_one_within_a_second() -> None:
    turns = [turn(0, 1, "Anne"), turn(5, 6, "Bo")]
    words = [word(1.5, 1.8), word(2.5, 3), word(4.2, 4.6)]
    assert names_of(assign_speakers(words, turns)) == ["Anne", None, "Bo"]


def test_a_single_word_at_a_turns_edge_stays_with_the_turn_around_it() -> None:
    turns = [turn(0, 10, "Anne"), turn(4, 4.45, "Bo")]
    words = [word(3, 3.5), word(4, 4.4), word(5, 5.5)]
    assert names_of(assign_speakers(words, turns)) == ["Anne", "Anne", "Anne"]


def test_a_single_word_in_anothers_rest_is_the_others() -> None:
    turns = [turn(0, 3.6, "Anne"), turn(4, 4.4, "Bo"), turn(4.8, 9, "Anne")]
    words = [word(3, 3.5), word(4, 4.4), word(5, 5.5)]
    assert names_of(assign_speakers(words, turns)) == ["Anne", "Bo", "Anne"]


def test_without_turns_nobody_is_known_and_without_words_nothing_is_said() -> None:
    assert names_of(assign_speakers([word(0, 1)], [])) == [None]
    assert assign_speakers([], [turn(0, 1, "Anne")]) == ()
    assert names_of(assign_speakers([word(0, 1)], [turn(0.5, 0.5, "Anne")])) == [None]


times = st.integers(0, 60_000_000)


@given(
    st.lists(st.tuples(times, st.integers(40_000, 2_000_000)), max_size=30),
    st.lists(st.tuples(times, st.integers(0, 20_000_000), st.sampled_from(("Anne", "Bo", "Carl"))), max_size=12),
)
def test_a_word_never_gets_somebody_who_is_further_than_a_second_away(
    places: list[tuple[int, int]], spoken: list[tuple[int, int, str]]
) -> None:
    words = [Word(start, start + long, "ord", 1.0) for start, long in sorted(places)]
    turns = [SpeakerTurn(start, start + long, name) for start, long, name in spoken]
    for one in assign_speakers(words, turns):
        near = {
            turn.name
            for turn in turns
            if turn.start_us < turn.end_us and turn.start_us <= one.end_us + 1_000_000 and turn.end_us >= one.start_us - 1_000_000
        }
        assert one.speaker in near if near else one.speaker is None


def test_roles_stand_for_names() -> None:
    words = said_by("Anne Holm (Norddjurs)", "BO LUND", "Carl Bæk", None, "Dorte", "carl bæk", "Anne Marie Holm")
    shown = ["Oplægsholder", "Mødeleder", "Deltager", None, "Deltager 2", "Deltager", "Oplægsholder"]
    assert names_of(show_names(words, MEETING, "roles")) == shown


def test_roles_are_told_in_the_pages_language() -> None:
    words = said_by("Anne Holm", "Bo Lund", "Carl", "Dorte")
    assert names_of(show_names(words, MEETING, "roles", "en")) == ["Speaker", "Host", "Participant", "Participant 2"]


def test_those_in_the_meetings_file_are_named_as_they_are_written_there() -> None:
    words = said_by("ANNE HOLM - Norddjurs", "Lund, Bo", "Carl Bæk", "Anne")
    assert names_of(show_names(words, MEETING, "meeting")) == ["Anne Holm", "Bo Lund", "Deltager", "Deltager 2"]


def test_everybody_is_named_as_in_zoom_but_cleaned() -> None:
    words = said_by("Carl Bæk (Norddjurs)", "iPhone tilhørende Dorte", "Zoom-bruger", "Anne Holm")
    assert names_of(show_names(words, MEETING, "all")) == ["Carl Bæk", "Dorte", "Deltager", "Anne Holm"]


def test_two_speakers_are_told_apart() -> None:
    meeting = Meeting(speakers=("Anne Holm", "Erik Dam"))
    words = said_by("Erik Dam", "Anne Holm")
    assert names_of(show_names(words, meeting, "roles")) == ["Oplægsholder", "Oplægsholder 2"]


zoom_names = st.one_of(
    st.text(min_size=1, max_size=40),
    st.sampled_from(("Anne Holm", "anne m. holm", "Carl Bæk", "Carl (Bageriet)", "iPhone tilhørende Dorte", "Zoom-bruger")),
)


@given(st.lists(zoom_names, max_size=8), st.sampled_from(("roles", "meeting")), st.sampled_from(("da", "en")))
def test_a_participants_name_never_gets_out_unless_it_is_allowed(names: list[str], allowed: Names, language: str) -> None:
    shown = show_names(said_by(*names), MEETING, allowed, language)
    people = {"Anne Holm", "Bo Lund"} if allowed == "meeting" else set()
    for name, one in zip(names, shown, strict=True):
        assert one.speaker is not None
        role = one.speaker.rstrip("0123456789").rstrip()
        assert one.speaker in people or role in ROLES[language], "a role or an allowed name, nothing of Zoom's"
        if one.speaker in people:
            assert person_of(name, ("Anne Holm", "Bo Lund")) == one.speaker


@pytest.mark.parametrize("names", ["roles", "meeting", "all"])
def test_nothing_but_the_speaker_of_a_word_is_changed(names: Names) -> None:
    words = said_by("Carl", None)
    again = show_names(words, MEETING, names)
    assert [(one.start_us, one.end_us, one.text, one.probability) for one in again] == [
        (one.start_us, one.end_us, one.text, one.probability) for one in words
    ]


def test_the_last_word_of_a_sentence_stays_with_it_though_the_next_turn_has_begun() -> None:
    said = [(0.6, 1.2, "Vi"), (1.2, 1.5, "er"), (1.5, 2.1, "klar"), (2.1, 2.6, "igen."), (2.7, 3, "Tak."), (3, 3.4, "Ja.")]
    words = [Word(round(start * 1e6), round(end * 1e6), text, 1.0) for start, end, text in said]
    turns = [turn(0, 2, "Anne"), turn(2, 3, "Bo"), turn(3, 4, "Anne")]
    assert names_of(assign_speakers(words, turns)) == ["Anne"] * 4 + ["Bo", "Anne"]


def test_one_who_takes_over_in_the_middle_of_a_sentence_keeps_his_half() -> None:
    words = [word(0.1 * index, 0.1 * index + 0.1) for index in range(10)]
    assert names_of(assign_speakers(words, [turn(0, 0.5, "Anne"), turn(0.5, 1, "Bo")])) == ["Anne"] * 5 + ["Bo"] * 5


def test_a_word_at_the_edge_of_a_breath_stays_with_it_though_zoom_ends_the_turn_at_a_whole_second() -> None:
    said = [
        (6.54, 6.61, "Det"),
        (6.61, 6.71, "er"),
        (6.71, 6.85, "også"),
        (6.85, 6.97, "på"),
        (6.97, 7.31, "tid."),
        (8.4, 9, "Ja."),
    ]
    words = [Word(round(start * 1e6), round(end * 1e6), text, 1.0) for start, end, text in said]
    assert names_of(assign_speakers(words, [turn(5, 7, "Anne"), turn(7, 9, "Bo")])) == ["Anne"] * 5 + ["Bo"]


def test_one_who_takes_over_after_more_than_a_moment_keeps_his_part() -> None:
    words = [word(0.2 * index, 0.2 * index + 0.2) for index in range(10)]
    turns = [turn(0, 0.8, "Anne"), turn(0.8, 2, "Bo")]
    assert names_of(assign_speakers(words[:9], turns)) == ["Anne"] * 4 + ["Bo"] * 5
