"""Tags around words that are divided anew: at the same words as before, each opened and closed in its own caption."""

import re
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st

from vbn_video.decisions import Cue
from vbn_video.formats.cue_markup import carry_tags, read_cue_text

S = 1_000_000


def cues(*texts: str) -> list[Cue]:
    return [Cue(at * S, (at + 1) * S, tuple(text.split("|"))) for at, text in enumerate(texts)]


def test_a_tag_stays_at_its_words_and_is_closed_in_each_caption() -> None:
    written = ["<v Anne>Vi <i>ses i", "morgen</i> &amp; <b.stor>altid</b>.</v>"]
    assert carry_tags(written, cues("Vi ses|i", "morgen & altid.")) == [
        ["<v Anne>Vi <i>ses", "i</i></v>"],
        ["<v Anne><i>morgen</i> &amp; <b.stor>altid</b>.</v>"],
    ]


def test_words_that_are_others_carry_no_tags() -> None:
    assert carry_tags(["<i>Vi ses</i>"], cues("Vi ses nu")) is None
    assert carry_tags(["<i>Vi ses</i>"], cues("Vi")) is None


def test_a_long_word_keeps_its_tag_over_the_hyphen() -> None:
    assert carry_tags(["<i>virksomhedsbesøg</i> nu"], cues("virksomheds-|besøg nu")) == [["<i>virksomheds-", "besøg</i> nu"]]


words = st.lists(st.sampled_from(["ja", "1 &lt; 2", "&amp;", "på", "Æblet."]), min_size=1, max_size=8)


@given(st.lists(st.tuples(st.sampled_from(["i", "b", "c.gul", "v Anne"]), words), min_size=1, max_size=5), st.data())
def test_however_words_are_divided_each_stands_in_the_tags_that_it_stood_in(runs: list[tuple[str, list[str]]], data) -> None:
    written = [f"<{tag}>{' '.join(said)}</{tag[0]}>" for tag, said in runs]
    tagged = [(tag, unescape(word)) for tag, said in runs for text in said for word in text.split()]
    cuts = sorted(data.draw(st.sets(st.integers(1, max(len(tagged) - 1, 1)))))
    parts = [tagged[first:last] for first, last in zip([0, *cuts], [*cuts, len(tagged)], strict=True)]
    new = cues(*(" ".join(word for _tag, word in part) for part in parts if part))
    carried = carry_tags(written, new)
    assert carried is not None
    for cue, lines, part in zip(new, carried, [part for part in parts if part], strict=True):
        text = read_cue_text(lines, escaped=True)
        assert (text.lines, text.faults) == (cue.lines, ())
        found, open_tag = [], ""
        for tag, said in re.findall(r"<([^>]*)>|([^<]+)", "\n".join(lines)):
            open_tag = open_tag if said else tag.partition("/")[0]
            found += [(open_tag, unescape(word)) for word in said.split()]
        assert found == part


@given(st.text(alphabet="<>/ivc.b Anne:0&;\n", max_size=120))
@example("<b\n0")
def test_every_letter_is_in_the_lines_or_in_a_tag_that_is_one_or_is_named(text: str) -> None:
    written = text.split("\n")
    said = read_cue_text(written, escaped=False)
    faulty = {problem.line - 1 for problem in said.faults if not problem.words_kept}
    tags = r"</?[icvb](\.[^\s<>]*)?\s*>|<v(\.[^\s<>]*)?(\s[^<>]*)?>|<\d+:[\d:.]+>"
    rest = "\n".join(re.sub(tags, "", line) for index, line in enumerate(written) if index not in faulty)
    rest = re.sub(r"</?[icvb](?![\w.-])([^<>]*)>?", r"\1", rest)
    letters = iter("".join("".join(said.lines).split()))
    assert all(character in letters for character in "".join(rest.split()))


def test_what_hides_words_is_told_once_a_line_of_the_file() -> None:
    faults = read_cue_text(["<v Vi <v ses < 3", "a < b < c", "<i"], escaped=True, first=12).faults
    assert [(fault.line, fault.sentence[:14]) for fault in faults] == [
        (12, "The tag <v is "),
        (12, "A < that begin"),
        (13, "A < that begin"),
        (14, "The tag <i is "),
    ]
