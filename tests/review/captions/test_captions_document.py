"""The captions as a browser reads and changes them: revisions, undo, what is kept of the file, and what is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.disk.refusing import refusing
from tests.review.asking import Answered, Asking
from tests.steps.planned_project import PlannedProject
from vbn_video.evidence import Word
from vbn_video.formats.vtt import parse_vtt
from vbn_video.review.captions import captions_journal
from vbn_video.speech.checkpoint import Checkpoint, HeardStretch
from vbn_video.steps.record import Record

VTT = "captions.da.vtt"


def texts(document: dict[str, Any]) -> list[str]:
    return [" ".join(cue["lines"]) for cue in document["cues"]]


def in_file(project: PlannedProject) -> list[str]:
    return [" ".join(cue.lines) for cue in parse_vtt(project.text(VTT)).cues]


def edit(tab: Asking, revision: str, **intent: object) -> Answered:
    return tab.send("captions/edit", intent, revision)


def typed(tab: Asking, cue: int, text: str) -> Answered:
    """Typed by a tab that has seen the newest captions."""
    return edit(tab, tab.get("captions").revision, kind="text", cue=cue, text=text)


def applied(cues: list[Any], splices: list[Any]) -> list[Any]:
    """As the page applies them."""
    cues = list(cues)
    for splice in splices:
        until = splice["at"] + len(splice["before"])
        assert cues[splice["at"] : until] == splice["before"]
        cues[splice["at"] : until] = splice["after"]
    return cues


def test_the_page_shows_what_the_file_says(captioned: PlannedProject, tab: Asking) -> None:
    shown = tab.get("captions")
    assert shown.status == 200
    assert texts(shown.document) == in_file(captioned)
    assert shown.document["revision"] == shown.revision
    assert (shown.document["undo"], shown.document["heard"]) == (None, False)


def test_an_edit_is_in_the_file_when_it_is_answered(captioned: PlannedProject, tab: Asking) -> None:
    before = tab.get("captions")
    done = edit(tab, before.revision, kind="text", cue=0, text="Velkommen alle\nsammen")
    assert done.status == 200
    assert in_file(captioned)[0] == "Velkommen alle sammen"
    shown = tab.get("captions")
    assert applied(before.document["cues"], done.document["splices"]) == shown.document["cues"]
    assert shown.revision == done.revision == done.document["revision"]


def test_an_edited_file_is_a_persons_and_is_kept_by_the_run(captioned: PlannedProject, tab: Asking) -> None:
    typed(tab, 0, "Velkommen alle")
    assert Record.of(captioned.project).content.edited == {VTT: "caption"}
    captioned.run("plan", "caption")
    assert in_file(captioned)[0] == "Velkommen alle"
    assert "Velkommen alle" in captioned.text("captions.da.srt")


@pytest.mark.parametrize(
    "intent",
    [
        {"kind": "split", "cue": 0, "words": 2},
        {"kind": "join", "cue": 0},
        {"kind": "move_word", "cue": 0, "to": "next"},
        {"kind": "move_word", "cue": 1, "to": "previous"},
        {"kind": "retime", "cue": 1, "side": "end", "at_us": 0},
        {"kind": "speaker", "cue": 0, "name": "Anne"},
        {"kind": "replace", "places": [{"cue": 0, "first": 0, "count": 2, "text": "Goddag på"}], "settle": []},
        {"kind": "delete", "cue": 1},
        {"kind": "text", "cue": 0, "text": " \n"},
    ],
    ids=lambda intent: f"{intent['kind']} {intent.get('to', '')}",
)
def test_each_edit_is_undone_and_made_again_to_the_byte(captioned: PlannedProject, tab: Asking, intent: dict[str, Any]) -> None:
    before, text = tab.get("captions"), captioned.text(VTT)
    done = edit(tab, before.revision, **intent)
    assert done.status == 200, done.document
    assert done.document["undo"]
    edited = tab.get("captions").document["cues"]
    assert edited == applied(before.document["cues"], done.document["splices"]) != before.document["cues"]
    undone = tab.send("captions/undo", {}, done.revision)
    assert applied(edited, undone.document["splices"]) == before.document["cues"]
    assert (captioned.text(VTT), undone.document["undo"], undone.document["redo"]) == (text, None, done.document["undo"])
    again = tab.send("captions/redo", {}, undone.revision)
    assert again.revision == done.revision
    assert tab.get("captions").document["cues"] == edited


def test_undo_goes_back_through_all_edits_after_a_reload_of_page_and_server(captioned: PlannedProject, tab: Asking) -> None:
    text = captioned.text(VTT)
    for cue in (0, 1, 0, 2):
        typed(tab, cue, f"{in_file(captioned)[cue]} igen")
    revision = tab.get("captions").revision
    for _edit in range(4):
        revision = Asking(captioned.project.folder).send("captions/undo", {}, revision).revision
    assert captioned.text(VTT) == text
    assert tab.send("captions/undo", {}, revision).status == 400
    for _edit in range(4):
        revision = Asking(captioned.project.folder).send("captions/redo", {}, revision).revision
    assert in_file(captioned)[0].endswith("igen igen")


def test_what_is_typed_in_one_caption_within_a_minute_is_one_step(captioned: PlannedProject, tab: Asking) -> None:
    text = captioned.text(VTT)
    for so_far in ("V", "Ve", "Vel", "Velk"):
        last = typed(tab, 0, so_far)
    tab.send("captions/undo", {}, last.revision)
    assert captioned.text(VTT) == text


def test_another_edit_between_ends_the_step(captioned: PlannedProject, tab: Asking) -> None:
    typed(tab, 0, "Et")
    typed(tab, 1, "To")
    last = typed(tab, 0, "Et igen")
    tab.send("captions/undo", {}, last.revision)
    assert in_file(captioned)[:2] == ["Et", "To"]


def test_an_edit_that_changes_nothing_keeps_the_revision(captioned: PlannedProject, tab: Asking) -> None:
    shown = tab.get("captions")
    done = edit(tab, shown.revision, kind="text", cue=0, text="\n".join(shown.document["cues"][0]["lines"]))
    assert (done.revision, done.document["splices"], done.document["undo"]) == (shown.revision, [], None)
    assert not captioned.path("review.jsonl").exists()


def test_two_tabs_that_edit_different_captions_both_get_their_way(captioned: PlannedProject, tab: Asking) -> None:
    other, seen = tab.other_tab(captioned.project.folder), tab.get("captions")
    edit(other, seen.revision, kind="split", cue=0, words=2)
    mine = edit(tab, seen.revision, kind="text", cue=2, text="Min egen tekst")
    assert (mine.status, mine.document["cues_rebased"]) == (200, True)
    assert texts(mine.document) == in_file(captioned)
    assert in_file(captioned)[3] == "Min egen tekst"


def test_two_tabs_that_edit_the_same_caption_are_shown_both_texts(captioned: PlannedProject, tab: Asking) -> None:
    other, seen = tab.other_tab(captioned.project.folder), tab.get("captions")
    edit(other, seen.revision, kind="text", cue=0, text="Den andens")
    mine = edit(tab, seen.revision, kind="text", cue=0, text="Min")
    assert mine.status == 412
    assert texts(mine.document["current"])[0] == "Den andens" == in_file(captioned)[0]
    (conflict,) = mine.document["current"]["conflicts"]
    assert [conflict[side][0]["lines"] for side in ("mine", "theirs")] == [["Min"], ["Den andens"]]


def test_the_same_edit_in_two_tabs_is_made_once(captioned: PlannedProject, tab: Asking) -> None:
    seen = tab.get("captions")
    edit(tab, seen.revision, kind="text", cue=0, text="Ens")
    again = edit(tab, seen.revision, kind="text", cue=0, text="Ens")
    assert (again.status, again.document["splices"]) == (200, [])


def test_threads_that_edit_at_once_lose_nothing(captioned: PlannedProject, tab: Asking) -> None:
    seen = tab.get("captions")
    count = len(seen.document["cues"])

    def type_in(cue: int) -> None:
        for number in range(3):
            while edit(tab, tab.get("captions").revision, kind="text", cue=cue, text=f"Linje {cue} {number}").status != 200:
                pass

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(type_in, range(count)))
    assert in_file(captioned) == [f"Linje {cue} 2" for cue in range(count)]


def test_an_edit_for_captions_that_a_server_before_this_one_showed_is_placed_by_the_journal(
    captioned: PlannedProject, tab: Asking
) -> None:
    seen = tab.get("captions")
    typed(tab, 0, "Først")
    edit(tab, tab.get("captions").revision, kind="split", cue=1, words=1)
    late = edit(Asking(captioned.project.folder), seen.revision, kind="text", cue=2, text="Bagefter")
    assert late.status == 200
    assert in_file(captioned)[3] == "Bagefter"


def test_a_revision_that_nobody_knows_is_answered_by_what_stands_there(captioned: PlannedProject, tab: Asking) -> None:
    late = edit(tab, "0" * 64, kind="text", cue=0, text="Uvist")
    assert late.status == 412
    assert late.document["current"]["revision"] == tab.get("captions").revision


def test_a_file_that_was_changed_beside_the_page_is_shown_and_an_edit_elsewhere_in_it_fits(
    captioned: PlannedProject, tab: Asking
) -> None:
    seen = tab.get("captions")
    captioned.edit(VTT, "Velkommen til", "Godmorgen og velkommen til")
    mine = edit(tab, seen.revision, kind="text", cue=1, text="Min tekst")
    assert mine.status == 200
    assert in_file(captioned)[0].startswith("Godmorgen og velkommen til")
    assert in_file(captioned)[1] == "Min tekst"


def test_an_undo_leaves_what_was_changed_beside_the_page(captioned: PlannedProject, tab: Asking) -> None:
    first = in_file(captioned)[1]
    typed(tab, 1, "Min tekst")
    captioned.edit(VTT, "Velkommen til", "Godmorgen og velkommen til")
    undone = tab.send("captions/undo", {}, tab.get("captions").revision)
    assert undone.status == 200
    assert in_file(captioned)[0].startswith("Godmorgen") and in_file(captioned)[1] == first


def test_an_undo_of_what_was_changed_beside_the_page_is_refused(captioned: PlannedProject, tab: Asking) -> None:
    typed(tab, 1, "Min tekst")
    captioned.edit(VTT, "Min tekst", "En andens tekst")
    assert tab.send("captions/undo", {}, tab.get("captions").revision).status == 412
    assert in_file(captioned)[1] == "En andens tekst"


def test_notes_settings_names_and_tags_of_a_file_edited_by_hand_stay(captioned: PlannedProject, tab: Asking) -> None:
    text = captioned.text(VTT)
    first, second = parse_vtt(text).cues[:2]
    lines = text.split("\n")
    at = [index for index, line in enumerate(lines) if "-->" in line]
    lines[at[0]] += " line:0"
    lines[at[0] + 1] = lines[at[0] + 1].replace("Velkommen", "<i>Velkommen</i>")
    lines[at[1] : at[1]] = ["NOTE efterset af Bo", "", "anden"]
    captioned.path(VTT).write_text("\n".join(lines), encoding="utf-8")
    typed(tab, 1, "Ny tekst")
    edit(tab, tab.get("captions").revision, kind="split", cue=0, words=2)
    left = captioned.text(VTT)
    assert "<i>Velkommen</i>" in left and left.count("line:0") == 2
    assert "NOTE efterset af Bo\n\nanden\n" in left
    assert first.start_us == parse_vtt(left).cues[0].start_us and second.start_us == parse_vtt(left).cues[2].start_us


def test_markup_that_is_typed_is_text(captioned: PlannedProject, tab: Asking) -> None:
    said = "<b>fed</b> & --> \u200bNOTE &amp; <script>"
    typed(tab, 0, said)
    assert " ".join(tab.get("captions").document["cues"][0]["lines"]) == said
    assert len(parse_vtt(captioned.text(VTT)).problems) == 0


@pytest.mark.parametrize(
    "intent",
    [
        {"kind": "text", "cue": 99, "text": "x"},
        {"kind": "split", "cue": 0, "words": 0},
        {"kind": "split", "cue": 0, "words": 99},
        {"kind": "join", "cue": 8},
        {"kind": "move_word", "cue": 0, "to": "previous"},
        {"kind": "move_word", "cue": 8, "to": "next"},
        {"kind": "replace", "places": [{"cue": 0, "first": 90, "count": 1, "text": "x"}]},
        {"kind": "delete", "cue": 99},
        {"kind": "dance", "cue": 1},
        {"kind": "text", "cue": -1, "text": "x"},
        {"kind": "text", "cue": 0, "text": "x" * 3000},
        {"kind": "text", "cue": 0},
        [],
    ],
)
def test_what_can_not_be_done_is_a_sentence_and_changes_nothing(captioned: PlannedProject, tab: Asking, intent: Any) -> None:
    text = captioned.text(VTT)
    done = tab.send("captions/edit", intent, tab.get("captions").revision)
    assert done.status == 400
    assert done.sentence.endswith(".")
    assert captioned.text(VTT) == text


def test_half_a_character_is_refused(captioned: PlannedProject, tab: Asking) -> None:
    body = b'{"kind": "text", "cue": 0, "text": "\\ud83d"}'
    assert tab.ask("POST", "captions/edit", body, tab.get("captions").revision).status == 400


def test_splices_that_the_page_worked_out_are_applied_and_undone(captioned: PlannedProject, tab: Asking) -> None:
    seen = tab.get("captions")
    cue = seen.document["cues"][1]
    splice = {"at": 1, "before": [cue], "after": [{**cue, "lines": ["  Ny  ", "", "linje"]}]}
    sent = {"splices": [splice], "label": "min rettelse", "corrections": [{"heard": "a", "right": "b", "at_us": 5}]}
    done = tab.send("captions", sent, seen.revision)
    assert (done.status, done.document["undo"]) == (200, "min rettelse")
    assert tab.get("captions").document["cues"][1]["lines"] == ["Ny", "linje"]
    tab.send("captions/undo", {}, done.revision)
    assert tab.get("captions").document["cues"] == seen.document["cues"]


def test_captions_out_of_order_are_refused(captioned: PlannedProject, tab: Asking) -> None:
    seen = tab.get("captions")
    cues = seen.document["cues"]
    late = {**cues[0], "start_us": cues[2]["start_us"], "end_us": cues[2]["end_us"]}
    done = tab.send("captions", {"splices": [{"at": 0, "before": [cues[0]], "after": [late]}]}, seen.revision)
    assert done.status == 400


def test_a_change_must_name_the_revision_that_it_is_for(tab: Asking) -> None:
    assert tab.send("captions/edit", {"kind": "delete", "cue": 0}).status == 400


def test_a_project_in_which_a_run_is_at_work_says_so_and_can_be_read(captioned: PlannedProject, tab: Asking) -> None:
    with captioned.project.lock():
        seen = tab.get("captions")
        done = edit(tab, seen.revision, kind="delete", cue=0)
    assert (seen.status, done.status, done.headers["retry-after"]) == (200, 423, "1")
    assert "at work" in done.sentence
    assert edit(tab, seen.revision, kind="delete", cue=0).status == 200


def test_how_far_a_person_has_read_is_kept(captioned: PlannedProject, tab: Asking) -> None:
    tab.send("captions/read", {"until_us": 7_000_000})
    typed(tab, 0, "Noget")
    assert Asking(captioned.project.folder).get("captions").document["read_until_us"] == 7_000_000


def test_a_torn_last_line_of_the_journal_costs_only_itself(captioned: PlannedProject, tab: Asking) -> None:
    text = captioned.text(VTT)
    typed(tab, 0, "Forinden")
    with captioned.path("review.jsonl").open("ab") as journal:
        journal.write(b'{"kind":"edit","at":"2026-')
    later = Asking(captioned.project.folder)
    typed(later, 1, "Bagefter")
    last = Asking(captioned.project.folder)
    undone = last.send("captions/undo", {}, last.get("captions").revision)
    assert last.send("captions/undo", {}, undone.revision).status == 200
    assert captioned.text(VTT) == text


def test_an_edit_whose_captions_were_never_written_is_not_undone(
    captioned: PlannedProject, tab: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(tab, 0, "Gemt")
    text = captioned.text(VTT)
    with monkeypatch.context() as patch:
        patch.setattr("vbn_video.review.captions.captions_store.write_as_edit", _killed)
        with pytest.raises(KeyboardInterrupt):
            typed(tab, 1, "Ikke gemt")
    later = Asking(captioned.project.folder)
    assert captioned.text(VTT) == text
    assert later.send("captions/undo", {}, later.get("captions").revision).status == 200
    assert "Gemt" not in captioned.text(VTT)


def _killed(*_words: object) -> None:
    raise KeyboardInterrupt


def test_a_full_disk_at_any_moment_is_a_sentence_and_costs_nothing_that_was_saved(captioned: PlannedProject) -> None:
    import errno

    tab = Asking(captioned.project.folder)
    typed(tab, 0, "Begyndt")
    with refusing(captioned.project.folder) as disk:
        typed(tab, 1, "Talt")
    for fails in range(len(disk.calls)):
        before = in_file(captioned)
        with refusing(captioned.project.folder, fails, errno.ENOSPC):
            seen = tab.get("captions")
            done = edit(tab, seen.revision, kind="text", cue=2, text=f"Plads {fails}") if seen.status == 200 else seen
        after = in_file(captioned)
        if done.status == 200:
            assert after[2] == f"Plads {fails}"
        else:
            assert "full" in done.sentence, (disk.calls[fails], done.document)
            assert after in (before, [*before[:2], f"Plads {fails}", *before[3:]])
        assert not list(captioned.project.folder.glob(".captions*"))
    for _edit in range(2):
        assert typed(tab, 0, "Der er plads igen").status == 200
    assert Asking(captioned.project.folder).get("captions").document["undo"]


def test_a_file_with_a_line_that_can_not_be_read_is_a_sentence_that_names_it(captioned: PlannedProject, tab: Asking) -> None:
    lines = captioned.text(VTT).split("\n")
    at = next(index for index, line in enumerate(lines) if "-->" in line)
    lines[at] = lines[at].replace("-->", "->")
    captioned.path(VTT).write_text("\n".join(lines), encoding="utf-8")
    shown = tab.get("captions")
    assert shown.status == 400
    assert f"{VTT}, line {at + 1}" in shown.sentence


def test_a_project_of_which_only_the_captions_are_left_can_be_corrected(captioned: PlannedProject) -> None:
    for name in ("recording.json", "words.json", "steps.json", "edit.json"):
        captioned.path(name).unlink()
    tab = Asking(captioned.project.folder)
    assert typed(tab, 0, "Stadig").status == 200
    assert edit(tab, tab.get("captions").revision, kind="split", cue=1, words=1).status == 200
    assert in_file(captioned)[0] == "Stadig"


def test_an_unreadable_recording_or_record_keeps_nobody_from_correcting(captioned: PlannedProject) -> None:
    for name in ("recording.json", "words.json", "steps.json", "edit.json"):
        captioned.path(name).write_text("{}{", encoding="utf-8")
    assert typed(Asking(captioned.project.folder), 0, "Stadig").status == 200


def test_before_there_are_captions_what_was_heard_so_far_is_shown(captioned: PlannedProject, tab: Asking) -> None:
    captioned.path(VTT).unlink()
    assert (tab.get("captions").document["cues"], tab.get("captions").document["heard"]) == ([], False)
    checkpoint = Checkpoint(captioned.path("heard.jsonl"), "et")
    for start_us, text in ((8_000_000, "der kom senere"), (1_000_000, "Noget")):
        words = tuple(
            Word(start_us + 400_000 * number, start_us + 400_000 * number + 300_000, word, 0.9)
            for number, word in enumerate(text.split())
        )
        checkpoint.add([HeardStretch(start_us, start_us + 2_000_000, words)])
        document = tab.get("captions").document
    with captioned.path("heard.jsonl").open("ab") as heard:
        heard.write(b'{"start": 12.0, "en')
    assert (document["heard"], document["undo"]) == (True, None)
    assert texts(document) == texts(tab.get("captions").document) == ["Noget", "der kom senere"]
    assert [cue["start_us"] // 1_000_000 for cue in document["cues"]] == [1, 8]
    assert edit(tab, document["revision"], kind="delete", cue=0).status == 400


def test_broken_rules_come_with_their_proof(captioned: PlannedProject, tab: Asking) -> None:
    long = "Et meget langt ord: " + "x" * 60
    violations = typed(tab, 1, long).document["violations"]
    (of_line,) = [one for one in violations if one["rule"] == "characters a line"]
    assert (of_line["cue"], of_line["limit"]) == (1, 42)
    assert "60" in of_line["sentence"] and "42" in of_line["sentence"]


def test_words_that_were_put_right_are_noted_with_their_moment_in_the_recording(captioned: PlannedProject, tab: Asking) -> None:
    cues = texts(tab.get("captions").document)
    cue = next(index for index, text in enumerate(cues) if "vindmøller" in text)
    place = {"cue": cue, "first": cues[cue].split().index("vindmøller"), "count": 1, "text": "havvindmøller"}
    edit(tab, tab.get("captions").revision, kind="replace", places=[place], settle=["a-key"])
    (line,) = captions_journal.CaptionsJournal(captioned.path("review.jsonl")).read_lines()
    (record,) = line.corrections
    assert (record.heard, record.right, line.settled) == ("vindmøller", "havvindmøller", ("a-key",))
    heard = next(word for word in captioned_words(captioned) if word.text == "vindmøller")
    assert abs(record.at_us - heard.start_us) < 1_000


def test_after_a_new_transcription_the_corrections_are_offered_and_made(captioned: PlannedProject, tab: Asking) -> None:
    cues = texts(tab.get("captions").document)
    cue = next(index for index, text in enumerate(cues) if "vindmøller" in text)
    typed(tab, cue, cues[cue].replace("vindmøller", "havvindmøller"))
    last = next(index for index, text in enumerate(cues) if "Grenaa" in text)
    typed(tab, last, cues[last].replace("Grenaa", "Grenå"))
    captioned.say(
        tuple(replace(word, text="Ebeltoft.") if word.text == "Grenaa." else word for word in captioned_words(captioned))
    )
    captioned.asking(discard_edits=True)
    captioned.run("plan", "caption")
    offered = tab.get("captions/corrections")
    assert "havvindmøller" not in captioned.text(VTT)
    assert tab.get("captions").document["undo"] is None
    assert [one["right"] for one in offered.document["fitting"]] == ["havvindmøller"]
    assert [one["right"] for one in offered.document["left_over"]] == ["Grenå"]
    made = tab.send("captions/corrections", {}, offered.revision)
    assert made.status == 200
    assert in_file(captioned)[cue] == cues[cue].replace("vindmøller", "havvindmøller")
    assert tab.get("captions/corrections").document["fitting"] == []


def captioned_words(project: PlannedProject) -> tuple[Word, ...]:
    from vbn_video.evidence import Transcript
    from vbn_video.project import read_value

    return read_value(project.path("words.json"), Transcript).words
