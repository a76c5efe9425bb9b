"""Files broken in ways that a seed decides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

LARGEST_BYTES = 64 << 10
LONG_BYTES = 300_000
DIGITS = b"9" * 4_400
"""More than Python makes a number of."""
NASTY: tuple[bytes, ...] = (
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",  # half of a surrogate pair, as UTF-8 has no place for
    b"\\ud800",
    b"\\u0000",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "\u2028".encode(),
    "\u0661".encode(),  # a digit, but none of 0 to 9
    b"\r",
    b"\n\n",
    b"\t",
    b"&#" + DIGITS + b";",
    b"&#xd800;",
    b"%s{0}{path}{{",
    b"}" * 40,
    b"~nobody/x",
    b"../" * 40,
    b"/dev/null",
    b"a" * 5_000,
    b"a." * 3_000,
    b"[" * 2_500,
    b"{" * 2_500,
    b'{"a":' * 2_500,
    b"a={" * 1_000,
    b"<v " * 500,
    b"<span>" * 2_500,
    b": " * 500,
    b"-->",
    b"```",
    b'"""',
    b"'''",
    b"#",
)
NUMBERS: tuple[bytes, ...] = (
    DIGITS,
    b"-" + DIGITS,
    b"0x" + b"f" * 4_400,
    b"0." + DIGITS,
    b"1e308",
    b"-1e308",
    b"1e999",
    b"1e-999",
    b"nan",
    b"NaN",
    b"inf",
    b"-Infinity",
    b"-1",
    b"0",
    b"-0.0",
    b"9223372036854775808",
    b"18446744073709551616",
    b"1_0",
    b"007",
    b"true",
    b"null",
    b"[]",
    b"{}",
    b'"x"',
    b'""',
)
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**18, 10**30, "@@" + "9" * 4_200, "@@" + "9" * 4_400, 1e308, -1e308, float("inf"), float("nan"), "", "x",
    "\ud800", "\x00", "9" * 4_400, "../../x", [], {}, [[]], [None], {"": None}, "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
)  # fmt: skip
"""What a JSON value may be replaced by; digits behind @@ become a number, of more digits than Python makes a text of."""
PIECES: tuple[bytes, ...] = (
    b"<v ", b"<c>", b"<", b"&", b"{", b"{\\", b"[", b"(", b": ", b":", b"a.", b'"', b"'", b'"""', b"\\", b" ", b"\t", b"\n",
    b"\r",
    b"- ", b"-->", b"0", b"#", b"<p>", b"<span>", b"</", b"<!--", b"]]>", b",", b"=", b"a=[\n", b"00:00:01.000 ",
)  # fmt: skip
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_QUOTED = re.compile(rb'"(?:[^"\\\n]|\\.)*"')
_WORD = re.compile(rb"[A-Za-z_]\w*")

Mutation = Callable[[bytes, Random], bytes]


def mutated(sample: bytes, seed: str, count: int) -> Iterator[bytes]:
    """`count` files that were made of the sample, the same ones for the same seed."""
    random = Random(seed)  # a text's hash does not hang on the process here
    for _ in range(count):
        data = sample
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            data = random.choice(MUTATIONS)(data, random)[:LARGEST_BYTES]
        yield data


def long_ones(sample: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(piece, file): 300 kB of one piece, a line of the sample or a nasty one, within the sample and alone."""
    lines = [line + b"\n" for line in dict.fromkeys(sample.splitlines()) if line.strip()]
    for piece in dict.fromkeys([*PIECES, *lines]):
        body = piece * (LONG_BYTES // len(piece))
        middle = len(sample) // 2
        middle = sample.find(b"\n", middle) + 1 or middle
        yield piece, sample[:middle] + body + sample[middle:]
        yield piece, body


def _flip(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, random: Random) -> bytes:
    at, length = random.randrange(len(data) + 1), random.randrange(1, 60)
    return data[:at] + data[at + length :]


def _end(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(NASTY) + data[at:]


def _double(data: bytes, random: Random) -> bytes:
    at, length, times = random.randrange(len(data) + 1), random.randrange(1, 80), random.choice((1, 2, 50))
    return data[:at] + data[at : at + length] * times + data[at:]


def _swap_lines(data: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _drop_line(data: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    del lines[random.randrange(len(lines))]
    return b"".join(lines)


def _replaced(pattern: re.Pattern[bytes], others: Sequence[bytes], data: bytes, random: Random) -> bytes:
    places = [match.span() for match in pattern.finditer(data)]
    if not places:
        return _insert(data, random)
    start, end = random.choice(places)
    return data[:start] + random.choice(others) + data[end:]


def _number(data: bytes, random: Random) -> bytes:
    return _replaced(_NUMBER, NUMBERS, data, random)


def _text(data: bytes, random: Random) -> bytes:
    return _replaced(_QUOTED, [*NUMBERS, *(b'"' + nasty + b'"' for nasty in NASTY)], data, random)


def _word(data: bytes, random: Random) -> bytes:
    words = _WORD.findall(data) or [b""]
    return _replaced(_WORD, [*words, *NASTY], data, random)


def _json(data: bytes, random: Random) -> bytes:
    """A JSON document with one of its values another, or gone; what is none is broken otherwise."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return _number(data, random)
    places = [*_places(document)]
    if not places:
        return json.dumps(random.choice(VALUES)).encode()
    holder, key = random.choice(places)
    if random.random() < 0.3:
        del holder[key]
    else:
        holder[key] = random.choice(VALUES)
    return re.sub(r'"@@(\d+)"', r"\1", json.dumps(document, indent=1)).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, (dict, list)):
        for key in [*(value if isinstance(value, dict) else range(len(value)))]:
            yield value, key
            yield from _places(value[key])


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut, _end, _insert, _double, _swap_lines, _drop_line, _number, _number, _text, _word, _json, _json,
)  # fmt: skip
