"""The publication over HTTP: findings with the place where each is mended, and what would be sent where."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.review.places.conftest import Desk
from vbn_video.publish.ledger import LEDGER_FILE, Ledger, LedgerEntry
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.documents.publication_targets import targets_of
from vbn_video.runs.remembered_preset import ChosenPreset, remember_preset
from vbn_video.settings.preset_files import load_preset

FINDINGS = [
    {"severity": "look", "rule": "unsure cut", "message": "<b>Se her</b>", "start": 4.0, "value": 0.5, "limit": 0.8},
    {"severity": "note", "rule": "caption doubt", "message": "Tvivl"},
    {"severity": "note", "rule": "loudness", "message": "Lydstyrke"},
]


@pytest.fixture
def checked(desk: Desk) -> Desk:
    report = {"passed": False, "findings": FINDINGS, "content": "abc"}
    desk.made.path("report.json").write_text(json.dumps(report), encoding="utf-8")
    return desk


def sends(shown: Any, target: str = "website") -> dict[str, str]:
    (found,) = (one for one in shown["targets"] if one["target"] == target)
    return {row["what"]: row["why"] for row in found["sends"]}


def test_each_finding_names_the_place_where_it_is_mended_and_where_it_is_in_the_recording(checked: Desk) -> None:
    assert checked.made.plan.intro_us == 4_000_000
    shown = checked.get("publication").body
    assert [finding["place"] for finding in shown["findings"]] == ["cut", "captions", None]
    assert shown["findings"][0]["recording_us"] == checked.made.plan.kept[0].start_us
    assert (shown["passed"], shown["checked"]) == (False, True)


def test_before_anything_is_published_everything_is_new(checked: Desk) -> None:
    shown = checked.get("publication").body
    assert set(sends(shown).values()) == {"new"}
    assert shown["links"] == []


def test_what_is_out_has_its_link_and_only_what_differs_is_changed(checked: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "site" / "møde"
    folder.mkdir(parents=True)
    checked.made.path("captions.da.vtt").write_text("WEBVTT\n\n", encoding="utf-8")
    checked.made.path("captions.da.srt").write_text("", encoding="utf-8")
    for name in ("captions.da.vtt", "captions.da.srt", "chapters.vtt"):
        (folder / name).write_bytes(checked.made.path(name).read_bytes())
    page = str(folder / "index.html")
    entry = LedgerEntry("website", str(folder.parent), "abc", "published", "møde", "https://example.org/møde/", page)
    Ledger(checked.made.path(LEDGER_FILE)).put(entry)
    shown = checked.get("publication").body
    assert [link["url"] for link in shown["links"]] == ["https://example.org/møde/"]
    assert (sends(shown)["the captions"], sends(shown)["the chapters"]) == ("same", "same")
    checked.send("chapters", {"chapters": [{"start_us": 0, "title": "Velkommen"}]}, method="PUT")
    changed = sends(checked.get("publication").body)
    assert (changed["the captions"], changed["the chapters"]) == ("same", "changed")


def test_a_page_in_another_folder_than_the_preset_names_is_not_what_is_published_there(checked: Desk, tmp_path: Path) -> None:
    Ledger(checked.made.path(LEDGER_FILE)).put(LedgerEntry("website", str(tmp_path / "before"), "abc", "published", "møde", "u"))
    preset = load_preset(sets=[f"website.media_dir={tmp_path / 'now'}"]).preset
    (target,) = targets_of(checked.made.project, preset, "abc")
    assert (target["place"], target["published"]) == (str(tmp_path / "now"), False)
    assert {row["why"] for row in target["sends"]} == {"new"}
    (same,) = targets_of(checked.made.project, load_preset(sets=[f"website.media_dir={tmp_path / 'before'}"]).preset, "abc")
    assert same["published"]


def test_where_the_recording_is_gone_it_is_said_that_no_run_can_be_made(checked: Desk) -> None:
    shown = checked.get("publication").body
    assert "recording" in shown["problem"]


def test_a_report_that_can_not_be_read_counts_as_none(desk: Desk) -> None:
    desk.made.path("report.json").write_text("{", encoding="utf-8")
    shown = desk.get("publication")
    assert (shown.status, shown.body["passed"], shown.body["findings"]) == (200, False, [])


def remember(desk: Desk, *overruled: str, name: str = "temamoede") -> None:
    remember_preset(desk.made.project, ChosenPreset(name, overruled))


def test_what_is_sent_is_by_the_preset_of_the_projects_last_run(checked: Desk) -> None:
    remember(checked, "website.media_dir=/medier", 'publish.to=["website"]')
    (target,) = checked.get("publication").body["targets"]
    assert (target["target"], target["place"]) == ("website", "/medier")
    remember(checked, 'publish.to=["youtube"]')
    assert [one["target"] for one in checked.get("publication").body["targets"]] == ["youtube"]


def test_a_preset_that_is_gone_is_said_where_it_matters_and_stops_no_correction(checked: Desk) -> None:
    remember(checked, name="/intet/egen.toml")
    assert checked.get("publication").status == 400
    assert checked.get("captions").status == 200


@pytest.mark.parametrize("overruled", [(), ("trim.break_s=15",)])
@pytest.mark.parametrize("is_named", [False, True])
def test_the_folder_that_the_run_was_given_is_the_one_that_is_shown(
    checked: Desk, overruled: tuple[str, ...], is_named: bool
) -> None:
    more = {"media_dir": Path("/medier ø"), "to": ("website",), "base_url": None, "public": True}
    settings = RunSettings("temamoede", overruled, is_named, more)
    checked.client.app.state.desk = SimpleNamespace(settings=settings)  # type: ignore[attr-defined]
    (target,) = checked.get("publication").body["targets"]
    assert (target["target"], target["place"]) == ("website", "/medier ø")


def out(desk: Desk, path: Path, media: Path) -> None:
    """A page that the ledger says is out."""
    entry = LedgerEntry("website", str(media), "c", "published", "møde", url=path.as_uri(), path=str(path))
    Ledger(desk.made.project.path(LEDGER_FILE)).put(entry)


def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """(the answer's status, the addresses that the browser was sent to)."""
    addresses: list[str] = []
    monkeypatch.setattr("vbn_video.review.documents.publication_document.open_in_browser", lambda one: not addresses.append(one))
    return desk.send("publication/page", {}).status, addresses


def test_the_page_in_the_website_s_folder_is_opened(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media = tmp_path / "medie ø"
    page = media / "møde" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<!DOCTYPE html>", encoding="utf-8")
    out(desk, page, media)
    remember(desk, f"website.media_dir={media}")
    assert opened(desk, monkeypatch) == (200, [page.as_uri()])


@pytest.mark.parametrize(
    "named", ["ondt.exe", "møde/ondt.exe", "../møde/index.html", "møde/../møde/index.html", "a/b/index.html"]
)
def test_nothing_else_that_a_ledger_names_is_opened(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    media = tmp_path / "medie"
    path = media / named
    for folder in (media / "møde", media / "a" / "b", tmp_path / "møde"):
        folder.mkdir(parents=True)
    path.write_text("x", encoding="utf-8")
    out(desk, path, media)
    remember(desk, f"website.media_dir={media}")
    assert opened(desk, monkeypatch) == (400, [])


def test_a_page_in_another_folder_than_the_preset_s_is_not_opened(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "fremmed" / "møde" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("x", encoding="utf-8")
    out(desk, page, tmp_path / "fremmed")
    assert opened(desk, monkeypatch) == (400, [])
    remember(desk, f"website.media_dir={tmp_path / 'medie'}")
    assert opened(desk, monkeypatch) == (400, [])
