from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side
from vbn_video.evidence import Word
from vbn_video.plan.captions.edited.retiming import CutWords, move_all, move_cues, move_to_recording, rejoin
from vbn_video.timeline import PartClock, Timeline

S, MS = 1_000_000, 1_000
SIDE = Side("made", 1.0)


def cut(*kept_s: tuple[float, float], intro_s: float = 4, outro_s: float = 6) -> Timeline:
    spans = tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in kept_s)
    return Timeline((PartClock(0, 1000 * S, 0),), EditPlan(spans, round(intro_s * S), round(outro_s * S)))


def cue(start_s: float, end_s: float, text: str = "ord") -> Cue:
    return Cue(round(start_s * S), round(end_s * S), (text,))


def test_a_later_start_moves_captions_forward() -> None:
    moved, detached = move_cues([cue(24, 26)], cut((10, 60)), cut((15, 60)))
    assert moved == (cue(19, 21),)
    assert detached == ()


def test_captions_whose_sound_was_cut_are_set_aside_as_they_were() -> None:
    moved, detached = move_cues([cue(5, 7, "væk"), cue(24, 26, "bliver")], cut((10, 60)), cut((15, 60)))
    assert moved == (cue(19, 21, "bliver"),)
    assert detached == (cue(5, 7, "væk"),)


def test_set_aside_captions_come_back_when_the_cut_does() -> None:
    old, new = cut((10, 60)), cut((15, 60))
    _moved, detached = move_cues([cue(5, 7)], old, new)
    assert move_cues(detached, old, old) == ((cue(5, 7),), ())


def test_a_caption_through_which_a_cut_goes_keeps_the_words_whose_sound_is_kept() -> None:
    words = [Word(round(start * S), round((start + 0.8) * S), text, 0.9) for start, text in ((20, "Vi"), (21, "går"), (22, "nu"))]
    whole = replace(cue(14, 18), lines=("Vi går", "nu hjem."), speakers=("Bo", "Bo"))
    moved, detached = move_cues([whole], cut((10, 60)), cut((10, 22.9), (40, 60)), words)
    assert moved == (Cue(14 * S, 16_900_000, ("Vi går", "nu"), ("Bo", "Bo")),)
    assert detached == (Cue(16_900_000, 18 * S, ("hjem.",), ("Bo",)),)


def test_a_caption_out_of_whose_middle_something_is_cut_stands_on_both_sides() -> None:
    words = [Word(round(start * S), round((start + 0.8) * S), text, 0.9) for start, text in ((20, "Vi"), (21, "går"), (22, "nu"))]
    moved, detached = move_cues([cue(14, 18, "Vi går nu")], cut((10, 60)), cut((10, 21), (22, 60)), words)
    assert moved == (cue(14, 15, "Vi"), cue(15, 17, "nu"))
    assert detached == (cue(15, 16, "går"),)


def test_what_a_cut_had_divided_is_one_caption_again_when_the_cut_goes() -> None:
    words = [Word(round(start * S), round((start + 0.8) * S), text, 0.9) for start, text in ((20, "Vi"), (21, "går"), (22, "nu"))]
    whole = Cue(14 * S, 17 * S, ("Vi går", "nu"), ("Bo", "Bo"))
    old, narrow = cut((10, 60)), cut((10, 21), (22, 60))
    (divided,) = move_all([whole], old, narrow, words)
    back = [replace(part, cue=move_all([part.cue], old, old, words)[0].kept[0]) for part in divided.parts]
    standing = [one.kept for one in move_all(divided.kept, narrow, old, words)]
    places, alone = rejoin(standing, back)
    assert [cue for cues in places for cue in cues] == [replace(whole, lines=("Vi går nu",), speakers=("Bo",))]
    assert alone == []


def test_a_part_comes_back_to_its_own_caption_among_others() -> None:
    places = [[cue(1, 3, "Ja.")], [cue(6, 8, "vi går"), cue(10, 12, "hjem.")]]
    standing, alone = rejoin(places, [CutWords(cue(8, 9, "nu."), before=True, after=False)])
    assert standing == [[cue(1, 3, "Ja.")], [cue(6, 9, "vi går nu."), cue(10, 12, "hjem.")]]
    assert alone == []


def test_a_part_is_joined_to_the_last_line_and_the_lines_above_stay() -> None:
    above = Cue(1 * S, 3 * S, ("Ja,", "vi går"))
    assert rejoin([[above]], [CutWords(cue(3, 4, "nu."), before=True, after=False)])[0] == [
        [Cue(1 * S, 4 * S, ("Ja,", "vi går nu."))]
    ]


def test_a_part_whose_caption_was_moved_by_hand_comes_back_by_itself() -> None:
    part = CutWords(cue(3, 4, "hjem."), before=True, after=False)
    assert rejoin([[cue(1, 2.9, "Vi går")]], [part]) == ([[cue(1, 2.9, "Vi går")]], [part.cue])
    assert rejoin([[cue(4, 6, "Andet")]], [part])[1] == [part.cue], "only where it was divided"


def test_lines_that_meet_are_one_line_where_two_are_enough() -> None:
    part = CutWords(Cue(3 * S, 4 * S, ("der er alt for lang", "til én linje.")), before=True, after=False)
    places, _alone = rejoin([[cue(1, 3, "Her er en ret lang linje tekst,")]], [part])
    assert places[0][0].lines == ("Her er en ret lang linje tekst, der er alt for lang", "til én linje.")


def test_a_caption_that_its_editor_laid_over_a_cut_stays_whole_when_another_cut_changes() -> None:
    old, new = cut((10, 20), (30, 60)), cut((12, 20), (30, 60))
    assert move_cues([cue(13, 16, "hen over")], old, new) == ((cue(11, 14, "hen over"),), ())


def test_an_editors_own_times_win_over_those_of_the_words() -> None:
    words = [Word(20 * S, 21 * S, "hjem", 0.9)]
    moved, detached = move_cues([cue(18.5, 20.5, "hjem")], cut((10, 60)), cut((10, 25), (28, 60)), words)
    assert (moved, detached) == ((), (cue(18.5, 20.5, "hjem"),)), "heard in what is kept, but laid over the cut by the editor"


def test_a_caption_over_a_border_where_nothing_is_missing_stays_whole() -> None:
    assert move_cues([cue(14, 18)], cut((10, 60)), cut((10, 22), (22, 60))) == ((cue(14, 18),), ())


def test_a_caption_over_the_outro_stays_over_the_outro() -> None:
    old, new = cut((10, 60)), cut((15, 60))
    assert move_cues([cue(55, 57)], old, new) == ((cue(50, 52),), ())
    assert move_cues([cue(55, 57)], old, cut((15, 60), outro_s=0)) == ((), (cue(55, 57),))
    assert move_cues([cue(1, 3)], old, cut((15, 60), intro_s=0)) == ((), (cue(1, 3),))


def test_people_see_set_aside_captions_on_the_recordings_clock() -> None:
    assert move_to_recording([cue(55, 57), cue(5, 7), cue(0, 1)], cut((10, 60))) == (cue(10, 11), cue(11, 13), cue(60, 62))


spans = st.lists(st.integers(1, 50_000_000), min_size=2, max_size=6).map(
    lambda lengths: [sum(lengths[: n + 1]) / S for n in range(len(lengths) // 2 * 2)]
)


@given(st.lists(st.tuples(st.integers(0, 50_000), st.integers(1, 7_000)), max_size=8), spans, spans)
def test_no_caption_is_lost_doubled_or_out_of_order(raw: list[tuple[int, int]], old_s: list[float], new_s: list[float]) -> None:
    cues, at_ms = [], 0
    for number, (rest_ms, length_ms) in enumerate(raw):
        text = " ".join(f"{number}.{word}" for word in range(number % 4 + 1))
        cues.append(cue((at_ms + rest_ms) / 1000, (at_ms + rest_ms + length_ms) / 1000, text))
        at_ms += rest_ms + length_ms
    old, new = (cut(*zip(edges[::2], edges[1::2], strict=True)) for edges in (old_s, new_s))
    moved, detached = move_cues(cues, old, new)
    assert sorted(words_of(*moved, *detached)) == sorted(words_of(*cues))
    assert words_of(*moved) == sorted(words_of(*moved)), "in the order in which they were"
    assert all(one.end_us <= other.start_us + MS for one, other in pairwise(moved))
    assert all(c.start_us < c.end_us for c in (*moved, *detached))


def words_of(*cues: Cue) -> list[tuple[int, int]]:
    """Numbered words: of which cue, and where in it."""
    return [(int(word.split(".")[0]), int(word.split(".")[1])) for cue in cues for line in cue.lines for word in line.split()]
