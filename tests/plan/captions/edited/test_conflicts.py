"""What was heard anew beside what a person has edited."""

import difflib

from vbn_video.decisions import Cue
from vbn_video.plan.captions.edited.conflicts import Conflicts, find_conflicts

S = 1_000_000


def captions(*sentences: str) -> tuple[Cue, ...]:
    return tuple(Cue(n * 5 * S, (n * 5 + 2) * S, (text,)) for n, text in enumerate(sentences))


BEFORE = captions("God morgen.", "Vi mødes i Nordjurs.", "Tak for i dag.")


def test_where_only_the_person_has_changed_something_there_is_nothing_to_show() -> None:
    edited = captions("Godmorgen.", "Vi mødes i Norddjurs.", "Tak for i dag.")
    assert find_conflicts(BEFORE, edited, BEFORE) == Conflicts()
    assert find_conflicts(BEFORE, BEFORE, BEFORE) == Conflicts()


def test_captions_that_are_only_divided_otherwise_say_the_same() -> None:
    divided = (Cue(0, S, ("God",)), Cue(S, 2 * S, ("morgen.",)), *BEFORE[1:])
    assert find_conflicts(BEFORE, BEFORE, divided) == Conflicts()


def test_what_is_heard_otherwise_is_shown_with_its_place_and_whether_the_person_was_there() -> None:
    edited = captions("Godmorgen.", "Vi mødes i Norddjurs.", "Tak for i dag.")
    now = captions("God morgen.", "Vi mødes i Nord Djurs.", "Mange tak for i dag.")
    found = find_conflicts(BEFORE, edited, now)
    assert found.diff == (
        "--- your captions\n+++ heard anew\n"
        "@@ -2,1 +2,1 @@ 00:00:05.000 you have changed this too\n-Vi mødes i Norddjurs.\n+Vi mødes i Nord Djurs.\n"
        "@@ -3,1 +3,1 @@ 00:00:10.000 you have not changed this\n-Tak for i dag.\n+Mange tak for i dag.\n"
    )
    assert (found.places, found.changed_too) == (2, 1)


def test_what_the_person_has_written_as_it_is_heard_now_is_no_difference() -> None:
    now = captions("Godmorgen.", "Vi mødes i Nordjurs.", "Tak for i dag.")
    assert find_conflicts(BEFORE, now, now) == Conflicts()


def test_sentences_that_are_heard_for_the_first_time_or_no_more_are_shown() -> None:
    fewer, more = (
        captions("God morgen.", "Tak for i dag."),
        captions("God morgen.", "Vi mødes i Nordjurs.", "Ja.", "Tak for i dag."),
    )
    assert "\n-Vi mødes i Nordjurs.\n" in find_conflicts(BEFORE, BEFORE, fewer).diff
    assert "@@ -2,0 +3,1 @@ " in find_conflicts(BEFORE, BEFORE, more).diff


def test_a_program_for_patches_could_read_the_diff() -> None:
    edited, now = captions("A.", "B.", "C."), captions("A.", "X.", "C.")
    lines = find_conflicts(captions("A.", "B.", "C."), edited, now).diff.splitlines()
    known = difflib.unified_diff(["A.", "B.", "C."], ["A.", "X.", "C."], n=0, lineterm="")
    assert [line for line in lines[2:] if not line.startswith("@@")] == [
        line for line in list(known)[2:] if not line.startswith("@@")
    ]
