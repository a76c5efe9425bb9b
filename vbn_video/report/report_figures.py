"""Numbers and times as the report writes them, in the language that messages are in."""

from __future__ import annotations

from vbn_video.codec import seconds
from vbn_video.messages import language


def place(at_us: int) -> str:
    """A place in the video as players show it: `3:07`, `1:02:45`."""
    whole = at_us // 1_000_000
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def number(value: float, digits: int = 1) -> str:
    """A number with at most `digits` decimals: a decimal comma where the language has one, a real minus, thousands apart."""
    text = f"{value:,.{digits}f}".replace(",", "\u202f")
    text = text.rstrip("0").rstrip(".") if digits else text
    text = "0" if text == "-0" else text.replace("-", "−")
    return text.replace(".", ",") if language() == "da" else text


def length(duration_us: int, digits: int = 1) -> str:
    """A length: `12.4 s` under a minute and a half, `3:07 min` under an hour, otherwise `1:02:45`."""
    if duration_us < 90_000_000:
        return f"{number(seconds(duration_us), digits)} s"
    return place(duration_us) + (" min" if duration_us < 3600_000_000 else "")


def exact(duration_us: int) -> str:
    """A length to the hundredth of a second: `3:45.40`."""
    minutes, rest_us = divmod(duration_us, 60_000_000)
    hundredths = f"{rest_us // 10_000 / 100:05.2f}"
    whole = f"{minutes // 60}:{minutes % 60:02}" if minutes >= 60 else str(minutes)
    return f"{whole}:{hundredths.replace('.', ',') if language() == 'da' else hundredths}"


def milliseconds(duration_us: int) -> str:
    """A short difference: `48 ms`."""
    return f"{number(duration_us / 1000, 0)} ms"
