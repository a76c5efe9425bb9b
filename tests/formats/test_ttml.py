"""EBU-TT-D as EBU Tech 3380 has it: read back by an XML parser and by pysubs2."""

from xml.etree import ElementTree

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import Cue
from vbn_video.formats.base import Position
from vbn_video.formats.ttml import write_ttml

S = 1_000_000
TT, TTP, TTS, TTM = (f"{{http://www.w3.org/ns/ttml{name}}}" for name in ("", "#parameter", "#styling", "#metadata"))
XML = "{http://www.w3.org/XML/1998/namespace}"
CUES = (
    Cue(1 * S, 2_500_000, ("Velkommen til Æbeltoft & omegn,", "hvor 1 < 2."), ("Anne", "Anne")),
    Cue(3_600 * S + 1000, 3_602 * S, ("- Ja!", "- Nej."), ("Anne", "Bo")),
)


def root_of(cues: tuple[Cue, ...], position: Position = "bottom") -> ElementTree.Element:
    return ElementTree.fromstring(write_ttml(cues, position=position).encode())


def test_it_is_ebu_tt_d_in_danish_on_the_mediums_own_clock() -> None:
    root = root_of(CUES)
    assert root.tag == f"{TT}tt"
    assert (root.get(f"{TTP}timeBase"), root.get(f"{XML}lang")) == ("media", "da")
    standard = root.find(
        f"{TT}head/{TT}metadata/{{urn:ebu:tt:metadata}}documentMetadata/{{urn:ebu:tt:metadata}}conformsToStandard"
    )
    assert standard is not None and standard.text == "urn:ebu:tt:distribution:2014-01"
    assert [child.tag for child in root] == [f"{TT}head", f"{TT}body"]
    head = root.find(f"{TT}head")
    assert head is not None and [child.tag for child in head] == [f"{TT}metadata", f"{TT}styling", f"{TT}layout"]


def test_each_caption_has_its_times_its_lines_and_who_says_them() -> None:
    root = root_of(CUES)
    paragraphs = root.findall(f"{TT}body/{TT}div/{TT}p")
    assert [(p.get("begin"), p.get("end")) for p in paragraphs] == [
        ("00:00:01.000", "00:00:02.500"),
        ("01:00:00.001", "01:00:02.000"),
    ]
    assert [[child.text for child in p if child.tag == f"{TT}span"] for p in paragraphs] == [list(cue.lines) for cue in CUES]
    assert [sum(child.tag == f"{TT}br" for child in p) for p in paragraphs] == [1, 1]
    names = {agent.get(f"{XML}id"): agent.findtext(f"{TTM}name") for agent in root.iter(f"{TTM}agent")}
    said_by = [names[span.get(f"{TTM}agent")] for span in root.iter(f"{TT}span")]
    assert said_by == ["Anne", "Anne", "Anne", "Bo"]


@pytest.mark.parametrize(("position", "align"), [("bottom", "after"), ("top", "before")])
def test_the_captions_stand_where_they_are_wanted(position: Position, align: str) -> None:
    root = root_of(CUES, position)
    (region,) = root.iter(f"{TT}region")
    assert (region.get(f"{XML}id"), region.get(f"{TTS}displayAlign")) == (position, align)
    assert {p.get("region") for p in root.iter(f"{TT}p")} == {position}


def test_everything_that_is_referred_to_is_there_once() -> None:
    root = root_of(CUES)
    ids = [element.get(f"{XML}id") for element in root.iter() if element.get(f"{XML}id")]
    used = {element.get(name) for element in root.iter() for name in ("style", "region", f"{TTM}agent") if element.get(name)}
    assert len(ids) == len(set(ids))
    assert used <= set(ids)


def test_no_captions_are_still_a_valid_document() -> None:
    assert [child.tag for child in root_of(())] == [f"{TT}head"]


def test_pysubs2_reads_the_same_times_and_words() -> None:
    events = pysubs2.SSAFile.from_string(write_ttml(CUES), format_="ttml").events
    assert [(event.start, event.end) for event in events] == [(1000, 2500), (3_600_001, 3_602_000)]
    assert [event.plaintext.splitlines() for event in events] == [list(cue.lines) for cue in CUES]


@given(st.text(min_size=1), st.text())
def test_no_text_makes_it_invalid(line: str, name: str) -> None:
    root = root_of((Cue(0, S, (line,), (name,)),))
    said = "".join(span.text or "" for span in root.iter(f"{TT}span"))
    assert [c for c in said if c.isalnum()] == [c for c in line if c.isalnum()]
