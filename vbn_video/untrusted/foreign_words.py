"""What a service, a proxy or a hub says, before it is shown, logged or put into a sentence.

    words ──► without_secrets ──► no tags, nothing that acts ──► on one line, no longer than `limit`

An error may echo the request that it is about, and with it the token; a proxy answers with a page; anybody may send what colours
a terminal. Sources of the shapes of Google's secrets: https://cloud.google.com/docs/authentication/token-types and RFC 6750.
"""

import html
import re

from vbn_video.untrusted.visible_text import without_acting

LIMIT = 300
READ = 4000
"""Characters that are looked at at all."""
HIDDEN = "***"
SECRET = re.compile(
    r"""
    (?P<header>\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:[a-z]+\s+)?)[^\s"',;]{4,}
    | (?P<scheme>\bbearer(?:\s|%20|\+)+)[\w.~+/=%-]{16,}
    | (?P<key>\b(?:access_?token|refresh_?token|id_?token|client_?secret|code_?verifier|upload_?id|assertion|password)
        (?:["']?\s*(?:[:=]|%3[ad])\s*["']?|["']\s*,\s*["']))[^\s"'&<>,;{}]{4,}
    | (?P<query>(?:[?&]|%3f|%26)(?:code|key|token|state)(?:=|%3d))[^\s"'&<>,;{}]{4,}
    | (?P<user>\b[a-z][a-z0-9+.-]{0,15}://)[^\s/@"'<>]+(?=@)
    | \bya29\.[\w.%-]{6,}
    | (?<![\w/])1(?://|%2f%2f)[\w-]{10,}
    | (?<![\w/])4(?:/|%2f)[\w-]{16,}
    | \bGOCSPX-[\w-]{4,}
    | \bAIza[\w-]{20,}
    | \bhf_[A-Za-z0-9]{16,}
    | \beyJ[\w-]{6,4000}\.[\w-]+(?:\.[\w-]*)?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""Tokens by their shapes, and by the names that they are sent under."""
TAG = re.compile(r"<[^<>]*>")


def without_secrets(text: str) -> str:
    """The text with `***` in the places of what gives a right: tokens, secrets, codes, addresses of uploads, passwords."""
    return SECRET.sub(lambda found: (found[found.lastgroup] if found.lastgroup else "") + HIDDEN, text)


def quoted(words: object, limit: int = LIMIT) -> str:
    """What somebody else says, as it may stand in a sentence of ours."""
    text = without_secrets(str(words)[:READ])
    line = " ".join(without_acting(html.unescape(TAG.sub(" ", text)), " ").split())
    line = without_secrets(line)  # what an entity or a tag had hidden
    return line if len(line) <= limit else line[: limit - 1] + "…"
