"""The transcript as a page by itself."""

from hypothesis import given
from hypothesis import strategies as st

from tests.formats.made_transcript import CHAPTERS, CUES, S
from tests.publish.html_rules import broken_rules
from vbn_video.decisions import Cue
from vbn_video.formats.transcript_html import write_html


def test_the_page_has_the_time_of_each_paragraph_and_of_each_sentence() -> None:
    page = write_html(CUES, CHAPTERS)
    assert '<html lang="da">' in page and "<h1>Udskrift</h1>" in page
    assert '<h2 lang="da">Slut &amp; farvel</h2>' in page
    assert '<time datetime="PT0H0M1S">0:01</time>' in page and '<time datetime="PT1H1M40S">1:01:40</time>' in page
    assert '<span data-start="5.' in page, "the answer inside a caption has its own time"
    assert "Er det i &lt;dag&gt;?" in page


def test_the_page_speaks_the_pages_language_and_says_that_the_words_are_danish() -> None:
    page = write_html(CUES, CHAPTERS, "en")
    assert '<html lang="en">' in page and "<h1>Transcript</h1>" in page
    assert page.count('<p lang="da">') == 4


def test_the_page_keeps_the_rules_of_html() -> None:
    assert broken_rules(write_html(CUES, CHAPTERS)) == []
    assert broken_rules(write_html(())) == []


@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.text(max_size=9)), max_size=4))
def test_no_text_breaks_out_of_the_page(said: list[tuple[str, str]]) -> None:
    cues = tuple(Cue(n * S, n * S + S, (line,), (name,)) for n, (line, name) in enumerate(said) if line.strip())
    assert broken_rules(write_html(cues)) == []
