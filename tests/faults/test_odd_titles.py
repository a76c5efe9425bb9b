"""A title of letters that are seldom seen goes all the way: into the intro, the video's own texts and the page."""

from __future__ import annotations

import html

import pytest

from tests.sampling import sampled
from tests.workplace import SHORT_BUMPERS, Workplace

TITLES = [
    '👩\u200d🔬 Løn\u00ad og "ledelse" & <b>mere</b> {{ x }}',
    "שלום · العربية\u200f · 漢字",
    "e\u0301a\u030a" * 60,
    "To\nlinjer\tog --> en pil",
]


@pytest.mark.long
@pytest.mark.parametrize("title", TITLES)
def test_a_title_survives_every_step(title: str, place: Workplace) -> None:
    import av

    done = place.run(*place.publishing, "--title", title, *SHORT_BUMPERS)
    assert done.code == 0, done.err
    with av.open(str(place.project / "video.mp4")) as video:
        assert " ".join(video.metadata["title"].split()) == " ".join(title.split())
    pages = [path.read_text(encoding="utf-8") for path in place.site.glob("20*/index.html")]
    assert any(" ".join(title.split()) in " ".join(html.unescape(page).split()) for page in pages)


@pytest.mark.parametrize("character", sampled(["\x1b", "\u202e", "\udcf8"], (2,)))
def test_a_title_that_acts_is_refused_before_anything_is_made(character: str, place: Workplace) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in place.project.iterdir() if path.suffix in (".mp4", ".toml", ".vtt")}
    done = place.run(*place.publishing, "--title", f"a{character}b")
    assert done.code == 2 and "can't be seen" in done.err
    assert {name: (place.project / name).stat().st_mtime_ns for name in before} == before
