"""Chapters through any number of cuts: what is cut away, or moved to a cut's edge, is where it was when the cut is undone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.made_evidence import made_evidence
from vbn_video.decisions import Chapter, EditPlan, KeptSpan, Side
from vbn_video.plan.captions.edited.chapter_moves import move_chapters
from vbn_video.plan.captions.edited.retiming import Detached
from vbn_video.timeline import Timeline

S = 1_000_000
RECORDING = made_evidence([], 100).recording
SIDE = Side("made", 1.0)


def cut(*kept_s: tuple[float, float], intro_s: float = 4) -> EditPlan:
    spans = tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in kept_s)
    return EditPlan(spans, round(intro_s * S), 6 * S)


WHOLE = cut((0, 100))


class Editor:
    """Somebody's chapters, moved from cut to cut."""

    def __init__(self, plan: EditPlan, *chapters: tuple[float, str]) -> None:
        self.plan, self.detached = plan, Detached()
        self.chapters = tuple(Chapter(round(start * S), title) for start, title in chapters)

    def move(self, plan: EditPlan) -> list[tuple[float, str]]:
        timeline = Timeline.of(RECORDING, plan)
        self.chapters, self.detached = move_chapters(self.chapters, self.plan, self.detached, RECORDING, timeline)
        self.plan = plan
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
    assert not editor.detached.groups


@st.composite
def cuts(draw: st.DrawFn) -> EditPlan:
    edges = draw(st.lists(st.integers(0, 1_000), min_size=2, max_size=6, unique=True).map(sorted))
    kept = [(edges[at] / 10, edges[at + 1] / 10) for at in range(0, len(edges) - 1, 2)]
    return cut(*kept, intro_s=draw(st.sampled_from([0, 4])))


@given(st.sets(st.integers(1, 99), max_size=5), st.lists(cuts(), max_size=4), st.booleans(), st.sampled_from([0, 4]))
def test_chapters_are_as_they_were_once_every_cut_is_undone(
    starts: set[int], plans: list[EditPlan], from_0: bool, intro_s: int
) -> None:
    editor = Editor(cut((0, 100), intro_s=intro_s), *((start + intro_s, str(start)) for start in sorted(starts)))
    if from_0:
        editor.chapters = (Chapter(0, "first"), *editor.chapters)
    whole, before = editor.plan, editor.chapters
    for plan in plans:
        editor.move(plan)
        assert len({chapter.start_us for chapter in editor.chapters}) == len(editor.chapters)
    editor.move(whole)
    assert editor.chapters == before
    assert not editor.detached.groups
