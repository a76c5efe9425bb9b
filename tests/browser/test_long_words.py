"""Words that have no place to break, in every text of every page: a long compound, an address, an e-mail address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.serving import serve
from tests.publish.made_meeting import CHAPTERS, CUES, MEETING, material, timed
from tests.sampling import sampled
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.publication import YoutubeVideo
from vbn_video.publish.website.site import publish_to_website
from vbn_video.settings.meeting import Link
from vbn_video.settings.preset import Website

pytestmark = pytest.mark.browser

WORDS = (
    "arbejdsmarkedsuddannelsesfinansieringsreformkommissionsformandskabssekretariatsmedarbejderne",
    "https://eksempel.dk/" + "abcdefgh" * 35,
    "hr-og-den-vanskelige-samtale." + "paadjursland" * 9 + "@virtueltbusinessnetvaerkdjursland.dk",
)
WIDTHS = (320, 390, 1000, 1280)
RUNS_OFF = """() => Array.from(document.querySelectorAll("body *"), element => [element, element.getBoundingClientRect()])
    .filter(([element, box]) => box.width && !element.closest(".unseen, .skip"))
    .filter(([element, box]) => box.right > innerWidth + 0.5 || box.left < -0.5)
    .map(([element, box]) => `${element.tagName} ${element.className} ${Math.round(box.left)} to ${Math.round(box.right)}`)"""


def publish(folder: Path, word: str, player: str) -> str:
    """A meeting all of whose texts hold the word; the name of its folder."""
    said = f"Vi taler om {word} i dag"
    links = (Link(title=said, url="https://eksempel.dk/"), Link(title="", url=f"https://eksempel.dk/{word}"))
    texts = {"title": said, "theme": said, "host": said, "speakers": (said, word), "description": said, "links": links}
    cues = tuple(replace(cue, lines=(said,), speakers=(said,)) for cue in CUES)
    chapters = tuple(replace(chapter, title=said) for chapter in CHAPTERS)
    made = replace(material(folder / "made", timed=timed(cues, chapters)), meeting=MEETING.model_copy(update=texts))
    (folder / "site").mkdir()
    website = Website.model_validate({"media_dir": str(folder / "site"), "player": player, "network": said})
    youtube = YoutubeVideo("dQw4w9-gX_Q", "https://youtu.be/dQw4w9-gX_Q", made.content, made.timing)
    return publish_to_website(made, Ledger(folder / "a.json"), website, lambda event: None, youtube=youtube).id


@pytest.mark.parametrize(
    ("word", "player"), sampled([(word, player) for word in WORDS for player in ("file", "youtube")], [0, 3])
)
def test_no_word_widens_a_page(word: str, player: str, tmp_path: Path, visit: Visit) -> None:
    slug = publish(tmp_path, word, player)
    with serve(tmp_path / "site") as url:
        for address in (f"{url}{slug}/index.html", f"{url}index.html"):
            visit.page.goto(address)
            assert (visit.page.text_content("body") or "").count(word) >= 2
            for width in WIDTHS:
                visit.page.set_viewport_size({"width": width, "height": 800})
                assert visit.page.evaluate(RUNS_OFF) == []
                assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= width
