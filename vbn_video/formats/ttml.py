"""EBU-TT-D (`.ttml`) as text: the captions as broadcasters and streaming services exchange them; any TTML is read.

Source: EBU Tech 3380, EBU-TT-D Subtitling Distribution Format, 1.0; the order of attributes is ours.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from xml.sax.saxutils import escape

from vbn_video.clock import US_PER_MS, timecode
from vbn_video.decisions import Cue
from vbn_video.formats.base import CaptionFormat, Position
from vbn_video.formats.timed_text.ttml_reader import is_ttml, parse_ttml

_ROOT = (
    '<tt:tt xmlns:tt="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'
    ' xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
    ' xmlns:ebuttm="urn:ebu:tt:metadata" xmlns:ebutts="urn:ebu:tt:style"'
)
_STANDARD = "urn:ebu:tt:distribution:2014-01"
_STYLES = """\
      <tt:style xml:id="text" tts:fontFamily="proportionalSansSerif" tts:fontSize="100%" tts:lineHeight="normal" \
tts:textAlign="center" ebutts:linePadding="0.5c"/>
      <tt:style xml:id="line" tts:color="#ffffff" tts:backgroundColor="#000000c2"/>"""
_REGIONS = {"top": "before", "bottom": "after"}
"""Where in the middle four fifths of the picture, which every screen shows, the lines stand."""


def write_ttml(cues: Sequence[Cue], position: Position = "bottom") -> str:
    """The cues as an EBU-TT-D document; who speaks stands as an agent of the line."""
    agents = {name: f"s{number}" for number, name in enumerate(_names(cues), 1)}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'{_ROOT} ttp:timeBase="media" ttp:cellResolution="32 15" xml:lang="da">',
        "  <tt:head>",
        "    <tt:metadata>",
        "      <ebuttm:documentMetadata>",
        f"        <ebuttm:conformsToStandard>{_STANDARD}</ebuttm:conformsToStandard>",
        "      </ebuttm:documentMetadata>",
        *(_agent(name, key) for name, key in agents.items()),
        "    </tt:metadata>",
        "    <tt:styling>",
        _STYLES,
        "    </tt:styling>",
        "    <tt:layout>",
        f'      <tt:region xml:id="{position}" tts:origin="10% 10%" tts:extent="80% 80%"'
        f' tts:displayAlign="{_REGIONS[position]}"/>',
        "    </tt:layout>",
        "  </tt:head>",
        *_body(cues, agents, position),
        "</tt:tt>",
    ]
    return "\n".join(lines) + "\n"


def _names(cues: Iterable[Cue]) -> list[str]:
    """Everybody who speaks, once, in the order in which they first do."""
    return list(dict.fromkeys(name for cue in cues for name in cue.speakers if name.strip()))


def _agent(name: str, key: str) -> str:
    return f'      <ttm:agent xml:id="{key}" type="person"><ttm:name type="full">{_text(name)}</ttm:name></ttm:agent>'


def _body(cues: Sequence[Cue], agents: dict[str, str], position: Position) -> list[str]:
    """The body; none where there is no cue, since a division must hold one."""
    if not cues:
        return []
    paragraphs = [_paragraph(number, cue, agents, position) for number, cue in enumerate(cues, 1)]
    return ["  <tt:body>", '    <tt:div style="text">', *paragraphs, "    </tt:div>", "  </tt:body>"]


def _paragraph(number: int, cue: Cue, agents: dict[str, str], position: Position) -> str:
    said = [(line, name) for line, name in zip_longest(cue.lines, cue.speakers, fillvalue="") if line.strip()]
    spans = "<tt:br/>".join(f'<tt:span style="line"{_by(name, agents)}>{_text(line)}</tt:span>' for line, name in said)
    begin, end = timecode(cue.start_us), timecode(max(cue.end_us, cue.start_us + US_PER_MS))
    return f'      <tt:p xml:id="c{number}" region="{position}" begin="{begin}" end="{end}">{spans}</tt:p>'


def _by(name: str, agents: dict[str, str]) -> str:
    return f' ttm:agent="{agents[name]}"' if name in agents else ""


def _text(text: str) -> str:
    """The text with entities, without the characters that XML 1.0 has no place for."""
    return escape("".join(character for character in text if _allowed(ord(character))))


def _allowed(code: int) -> bool:
    """Source: XML 1.0, production 2 (Char)."""
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


FORMAT = CaptionFormat(
    project_file="captions.da.ttml",
    write=lambda document: write_ttml(document.cues, position=document.position),
    suffixes=(".ttml", ".xml", ".dfxp"),
    parse=parse_ttml,
    recognises=is_ttml,
)
