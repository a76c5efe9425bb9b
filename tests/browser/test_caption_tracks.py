"""The caption file as a browser reads it: times, words, voices and places of every cue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import LAW, Visit
from tests.browser.serving import serve
from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.base import Position
from vbn_video.formats.transcript_html import write_html
from vbn_video.formats.vtt import write_vtt

pytestmark = pytest.mark.browser

S = 1_000_000
CUES = (
    Cue(1 * S, 2_500_000, ("Velkommen til Æbeltoft & omegn,", "hvor 1 < 2 --> og «så» videre."), ("Anne & Bo", "Anne & Bo")),
    Cue(3 * S, 4 * S, ("- Må jeg spørge?", "- Ja."), ("Bo > Lund", "Anne & Bo")),
    Cue(3_600 * S + 1000, 3_602 * S, ("Tak for i dag.",)),
)
PAGE = """<!DOCTYPE html><html lang="da"><title>x</title>
<video><track kind="captions" srclang="da" src="captions.da.vtt" default></video>"""
READ = """() => new Promise((done, failed) => {
    const element = document.querySelector("track");
    const tell = () => done(Array.from(element.track.cues, cue => {
        const html = cue.getCueAsHTML();
        const voices = Array.from(html.querySelectorAll("span[title]"), voice => [voice.title, voice.textContent]);
        return {start: cue.startTime, end: cue.endTime, text: html.textContent, voices, line: cue.line, snap: cue.snapToLines};
    }));
    element.addEventListener("error", () => failed(new Error("the track is not understood")));
    element.track.mode = "showing";
    if (element.readyState === 2) tell(); else element.addEventListener("load", tell);
})"""


def read_by_the_browser(folder: Path, visit: Visit, position: Position = "bottom") -> list[dict[str, Any]]:
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "captions.da.vtt").write_text(write_vtt(CUES, position=position), encoding="utf-8", newline="\n")
    with serve(folder) as url:
        visit.page.goto(url + "index.html")
        cues: list[dict[str, Any]] = visit.page.evaluate(READ)
    return cues


def test_every_cue_has_its_times_and_its_words(tmp_path: Path, visit: Visit) -> None:
    cues = read_by_the_browser(tmp_path, visit)
    assert [(cue["start"], cue["end"]) for cue in cues] == [(1, 2.5), (3, 4), (3600.001, 3602)]
    assert [cue["text"] for cue in cues] == ["\n".join(cue.lines) for cue in CUES]
    assert [cue["line"] for cue in cues] == ["auto"] * 3


def test_who_speaks_is_the_voice_of_their_lines(tmp_path: Path, visit: Visit) -> None:
    cues = read_by_the_browser(tmp_path, visit)
    assert cues[0]["voices"] == [["Anne & Bo", "\n".join(CUES[0].lines)]]
    assert cues[1]["voices"] == [["Bo > Lund", "- Må jeg spørge?"], ["Anne & Bo", "- Ja."]]
    assert cues[2]["voices"] == []


def test_captions_at_the_top_stand_on_the_first_line(tmp_path: Path, visit: Visit) -> None:
    cues = read_by_the_browser(tmp_path, visit, "top")
    assert [(cue["line"], cue["snap"]) for cue in cues] == [(0, True)] * 3
    assert [cue["text"] for cue in cues] == ["\n".join(cue.lines) for cue in CUES]


def test_no_word_widens_the_transcript(tmp_path: Path, visit: Visit) -> None:
    word = "arbejdsmarkedsuddannelsesfinansieringsreformkommissionsformand"
    page = write_html((Cue(0, 2 * S, (word,), (word,)),), (Chapter(0, word),))
    (tmp_path / "transcript.da.html").write_text(page, encoding="utf-8")
    visit.page.set_viewport_size({"width": 320, "height": 800})
    visit.page.goto((tmp_path / "transcript.da.html").as_uri())
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_against_the_law_on_the_transcript_by_itself(tmp_path: Path, visit: Visit) -> None:
    page = write_html(CUES, (Chapter(0, "Velkommen"),))
    (tmp_path / "transcript.da.html").write_text(page, encoding="utf-8")
    with serve(tmp_path, rules="default-src 'none'; style-src 'unsafe-inline'") as url:
        visit.page.goto(url + "transcript.da.html")
        assert visit.page.evaluate("() => document.querySelectorAll('time').length") == 4
        assert LAW and visit.violations() == []
