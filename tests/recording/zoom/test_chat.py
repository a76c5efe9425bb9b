"""Zoom's chat as its clients write it: what everybody could read is read, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.recording.zoom.chat import Chat, parse_chat

CLOUD = (
    "00:01:05\tAnne Holm:\tGodmorgen alle\r\n"
    "00:01:09\tBo:\tHer er linket\r\nhttps://example.org/a:b\r\nog mere\r\n"
    '00:01:12\tBo:\tReacted to "Godmorgen alle" with 👏\r\n'
    '00:02:00\tCarl: salg:\tReplying to "Her er linket"\r\n\r\nTak\r\n'
    "01:02:03\tAnne Holm:\tTak for i dag\r\n"
)
LOCAL = (
    "14:31:02 From Anne to Everyone:\n\tGodmorgen\n"
    "14:31:40\t From  Bo  to  Everyone : Hej: alle\n"
    "14:32:00 Fra Carl til Alle:\n\tTak for i dag\n\tog på gensyn\n"
    "14:33:00 From Anne to Bo(Direct Message):\n\tHEMMELIGT\n\tmere HEMMELIGT\n"
    "14:33:05 From Bo to Anne (Privately) : HEMMELIGT\n"
    "14:33:09 Fra Bo til Anne (direkte besked):\n\tHEMMELIGT\n"
    "14:34:00 From Anne to Everyone:\n\tVi ses\n"
)


def texts(chat: Chat) -> list[str]:
    return [message.text for message in chat.messages]


def test_a_chat_from_the_cloud_counts_from_the_recordings_beginning() -> None:
    chat = parse_chat(CLOUD)
    assert not chat.local
    assert [(one.at, one.sender) for one in chat.messages] == [
        (65_000_000, "Anne Holm"),
        (69_000_000, "Bo"),
        (120_000_000, "Carl: salg"),
        (3_723_000_000, "Anne Holm"),
    ]
    assert texts(chat) == ["Godmorgen alle", "Her er linket https://example.org/a:b og mere", "Tak", "Tak for i dag"]
    assert (chat.last_us, chat.broken) == (3_723_000_000, 0)


def test_a_chat_saved_on_a_computer_has_times_of_day() -> None:
    chat = parse_chat(LOCAL)
    assert chat.local
    assert [(one.at, one.sender, one.text) for one in chat.messages] == [
        (dt.time(14, 31, 2), "Anne", "Godmorgen"),
        (dt.time(14, 31, 40), "Bo", "Hej: alle"),
        (dt.time(14, 32), "Carl", "Tak for i dag og på gensyn"),
        (dt.time(14, 34), "Anne", "Vi ses"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "14:33:00 From Anne to Bo(Direct Message):",
        "14:33:00 From Anne to Everyone(Direct Message):",
        "14:33:00 From Anne to Bo:",
        "14:33:00 From Anne:",
        "14:33:00 From Anne to Bo: send det til to Everyone:",
        "14:33:00 Fra Anne til Bo:",
        "14:33:00 Fra Anne til Værter og oplægsholdere:",
        "14:33:00 Von Anne an Bo (Privat):",
        "14:33:00\tAnne:",
        "14:33:00 noget helt andet",
        "25:33:00 From Anne to Everyone:",
    ],
)
def test_what_is_not_surely_for_everybody_is_not_read(header: str) -> None:
    first, last = "14:31:02 From Anne to Everyone:\n\tGodmorgen\n", "14:34:00 From Anne to Everyone:\n\tFarvel\n"
    assert texts(parse_chat(f"{first}{header}\n\tHEMMELIGT\nHEMMELIGT\n{last}")) == ["Godmorgen", "Farvel"]


@pytest.mark.parametrize(
    "header",
    ["00:02:00\tAnne to Bo(Direct Message):\t", "00:02:00\tAnne til Bo:\t", "00:02:00\tAnne (privat):\t", "00:02:00 Anne\t"],
)
def test_a_private_message_from_the_cloud_is_not_read(header: str) -> None:
    text = f"00:01:00\tAnne:\tGodmorgen\r\n{header}HEMMELIGT\r\nHEMMELIGT\r\n00:03:00\tBo to Everyone:\tFarvel\r\n"
    chat = parse_chat(text)
    assert [(one.sender, one.text) for one in chat.messages] == [("Anne", "Godmorgen"), ("Bo", "Farvel")]


@pytest.mark.parametrize("text", ["", "\n\n", "ikke nogen chat\nslet ikke", "\x00\x01"])
def test_what_is_no_chat_has_no_messages(text: str) -> None:
    chat = parse_chat(text)
    assert chat.messages == ()
    assert (chat.broken > 0) == bool(text.strip())


@given(
    st.lists(
        st.sampled_from(
            [
                "14:31:02 From Anne to Everyone:",
                "14:33:00 From Anne to Bo(Direct Message): SECRET",
                "14:33:00 From Bo to Anne: SECRET",
                "\thej: du",
                "",
                "14:40:00",
                "00:01:00\tBo:\tSECRET",
            ]
        )
    )
)
def test_a_private_line_is_read_in_no_order_of_lines(lines: list[str]) -> None:
    """The saved chat's own messages come first, so that its form is known."""
    chat = parse_chat("\n".join(["14:30:00 From Anne to Everyone:", "\thej", *lines]))
    assert not any("SECRET" in text for text in texts(chat))
