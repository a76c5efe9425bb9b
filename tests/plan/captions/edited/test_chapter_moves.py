"""Chapters through any number of cuts: what is cut away, or moved to a cut's edge, is where it was when the cut is undone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.made_evidence import made_evidence
from vbn_video.decisions import Chapter, EditPlan, KeptSpan, Side
from vbn_video.plan.captions.edited.chapter_moves import ChapterHome, ChapterHomes, merge_edits, place_chapters
from vbn_video.timeline import Timeline

S = 1_000_000
RECORDING = made_evidence([], 500).recording
SIDE = Side("made", 1.0)


def cut(*kept_s: tuple[float, float], intro_s: float = 4) -> EditPlan:
    spans = tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in kept_s)
    return EditPlan(spans, round(intro_s * S), 6 * S)


WHOLE = cut((0, 100))


class Editor:
    """Somebody's chapters, moved from cut to cut."""

    def __init__(self, plan: EditPlan, *chapters: tuple[float, str]) -> None:
        self.plan, self.homes = plan, ChapterHomes()
        self.without_place: list[str] = []
        self.chapters = tuple(Chapter(round(start * S), title) for start, title in chapters)

    def move(self, plan: EditPlan) -> list[tuple[float, str]]:
        timeline = Timeline.of(RECORDING, plan)
        self.homes = merge_edits(self.chapters, self.homes, Timeline.of(RECORDING, self.plan))
        placed = place_chapters(self.homes, timeline)
        self.plan, self.chapters, self.without_place = plan, placed.chapters, [home.title for home in placed.without_place]
        return self.seen

    @property
    def seen(self) -> list[tuple[float, str]]:
        return [(chapter.start_us / S, chapter.title) for chapter in self.chapters]


@pytest.fixture
def editor() -> Editor:
    return Editor(WHOLE, (0, "Et"), (24, "To"), (44, "Tre"))


def test_a_chapter_at_the_edge_of_a_cut_is_where_it_was_when_the_cut_is_undone(editor: Editor) -> None:
    before = editor.seen
    assert editor.move(cut((0, 15), (30, 100))) == [(0, "Et"), (19, "To"), (29, "Tre")]
    assert editor.move(WHOLE) == before


def test_a_chapter_that_became_the_first_is_where_it_was_when_the_one_before_it_is_back(editor: Editor) -> None:
    before = editor.seen
    assert editor.move(cut((30, 100))) == [(0, "To"), (14, "Tre")]
    assert editor.move(cut((20, 100))) == [(0, "To"), (24, "Tre")]
    assert editor.move(WHOLE) == before


def test_a_chapter_goes_back_as_far_as_the_cut_does_and_keeps_its_new_title(editor: Editor) -> None:
    editor.move(cut((0, 15), (30, 100)))
    editor.move(cut((0, 15), (35, 100)))
    editor.chapters = tuple(replace(one, title=one.title + "!") for one in editor.chapters)
    assert editor.move(cut((0, 15), (27, 100))) == [(0, "Et!"), (19, "To!"), (32, "Tre!")]
    assert editor.move(WHOLE) == [(0, "Et!"), (24, "To!"), (44, "Tre!")]


def test_a_chapter_that_its_editor_has_moved_since_stays_there(editor: Editor) -> None:
    editor.move(cut((0, 15), (30, 100)))
    first, second, third = editor.chapters
    editor.chapters = (first, replace(second, start_us=25 * S), third)
    assert editor.move(WHOLE) == [(0, "Et"), (40, "To"), (44, "Tre")]
    assert editor.without_place == []


def test_a_piece_that_a_cut_takes_from_a_chapters_middle_is_remembered_too() -> None:
    editor = Editor(cut((100, 500)), (0, "Velkomst"), (104, "To"), (254, "Tre"))
    before = editor.seen
    assert editor.move(cut((50, 500))) == [(0, "Velkomst"), (154, "To"), (304, "Tre")]
    assert editor.move(cut((50, 90), (300, 500))) == [(0, "Velkomst"), (44, "To"), (94, "Tre")]
    assert editor.move(cut((100, 500))) == before


def test_two_chapters_over_the_intro_stay_there_or_are_set_aside() -> None:
    editor = Editor(cut((0, 500)), (0, "first"), (2, "second"), (60, "Tre"))
    before = editor.seen
    assert editor.move(cut((100, 500))) == [(0, "first"), (4, "Tre")]
    assert editor.move(cut((300, 400))) == [(0, "first"), (4, "Tre")]
    assert editor.move(cut((20, 500), intro_s=0)) == [(0, "second"), (36, "Tre")]
    assert editor.without_place == ["first"]
    assert editor.move(cut((0, 500))) == before


def test_a_chapter_that_was_deleted_does_not_come_back_and_brings_none_back_in_its_place(editor: Editor) -> None:
    assert editor.move(cut((0, 15), (42, 100))) == [(0, "Et"), (19, "Tre")]
    editor.chapters = editor.chapters[:1]
    assert editor.move(cut((10, 15), (42, 90))) == [(0, "Et")]
    assert editor.without_place == ["To"]
    assert editor.move(WHOLE) == [(0, "Et"), (24, "To")]


def test_a_new_chapter_at_0_leaves_the_one_that_was_cut_away_its_place(editor: Editor) -> None:
    editor.move(cut((30, 100)))
    first, third = editor.chapters
    editor.chapters = (Chapter(0, "Ny"), replace(first, start_us=6 * S), third)
    assert editor.move(WHOLE) == [(0, "Et"), (34, "Ny"), (36, "To"), (44, "Tre")]


def test_a_chapter_that_had_no_place_beside_a_deleted_one_does_not_take_its_place() -> None:
    editor = Editor(cut((1 / 3, 13 / 30), intro_s=0), (0, "A"), (0.001, "B"))
    editor.move(cut((13 / 30, 16 / 30), intro_s=1))
    editor.chapters = (*editor.chapters, Chapter(S, "C"))
    editor.move(cut((1 / 3, 13 / 30), intro_s=1))
    editor.chapters = ()
    assert editor.move(cut((1 / 3, 13 / 30), intro_s=1)) == []


def test_of_two_chapters_at_one_millisecond_the_first_stands() -> None:
    homes = ChapterHomes((ChapterHome("a", 0, 300), ChapterHome("b", 300, S)))
    placed = place_chapters(homes, Timeline.of(RECORDING, WHOLE))
    assert placed.chapters == (Chapter(4 * S, "a"),)
    assert [home.title for home in placed.without_place] == ["b"]


@st.composite
def cuts(draw: st.DrawFn) -> EditPlan:
    edges = draw(st.lists(st.integers(0, 1_000), min_size=2, max_size=6, unique=True).map(sorted))
    kept = [(edges[at] / 10 + 1 / 3, edges[at + 1] / 10 + 1 / 3) for at in range(0, len(edges) - 1, 2)]
    return cut(*kept, intro_s=draw(st.sampled_from([0, 1, 4, 4.03737])))


@st.composite
def edited_chapters(draw: st.DrawFn, plan: EditPlan, earliest_us: int = 0) -> tuple[Chapter, ...]:
    latest_ms, earliest_ms = (plan.duration_us - 1) // 1000, -(-earliest_us // 1000)
    starts_ms = draw(st.sets(st.integers(earliest_ms, latest_ms) | st.sampled_from([0, earliest_ms]), max_size=5))
    return tuple(Chapter(start_ms * 1000, draw(st.sampled_from("ABC"))) for start_ms in sorted(starts_ms))


def check_order(chapters: tuple[Chapter, ...], plan: EditPlan) -> None:
    starts_us = [chapter.start_us for chapter in chapters]
    assert starts_us == sorted(set(starts_us))
    assert all(0 <= start_us < plan.duration_us and start_us % 1000 == 0 for start_us in starts_us)


@given(st.data(), cuts(), st.lists(cuts(), max_size=4))
def test_any_chapters_are_as_they_were_once_the_first_cut_is_back(
    data: st.DataObject, first: EditPlan, plans: list[EditPlan]
) -> None:
    editor = Editor(first)
    editor.chapters = before = data.draw(edited_chapters(first))
    for plan in plans:
        editor.move(plan)
        check_order(editor.chapters, plan)
    editor.move(first)
    assert editor.chapters == before
    assert editor.without_place == []


@given(st.data(), cuts(), st.lists(cuts(), min_size=2, max_size=2), st.lists(cuts(), max_size=2))
def test_chapters_that_were_edited_between_cuts_are_as_edited_once_that_cut_is_back(
    data: st.DataObject, first: EditPlan, plans: list[EditPlan], later: list[EditPlan]
) -> None:
    editor = Editor(first)
    editor.chapters = data.draw(edited_chapters(first, first.intro_us))
    for plan in plans:
        editor.move(plan)
        left = [chapter for chapter in editor.chapters if data.draw(st.booleans())]
        new = data.draw(edited_chapters(plan, plan.intro_us))
        edited = {chapter.start_us: chapter for chapter in (*new, *left)}
        editor.chapters = tuple(edited[start_us] for start_us in sorted(edited))
    before, plan = editor.chapters, editor.plan
    for one in later:
        editor.move(one)
        check_order(editor.chapters, one)
    editor.move(plan)
    assert editor.chapters == before
