"""Numbers and times as the report writes them, in the language that messages are in."""

from vbn_video.clock import player_time, seconds
from vbn_video.messages import decimal_mark


def shown_number(value: float, digits: int = 1) -> str:
    """A number with at most `digits` decimals: a decimal comma where the language has one, a real minus, thousands apart."""
    text = f"{value:,.{digits}f}".replace(",", "\u202f")
    text = text.rstrip("0").rstrip(".") if digits else text
    text = "0" if text == "-0" else text.replace("-", "−")
    return decimal_mark(text)


def length(duration_us: int, digits: int = 1) -> str:
    """A length: `12.4 s` under a minute and a half, `3:07 min` under an hour, otherwise `1:02:45`."""
    if duration_us < 90_000_000:
        return f"{shown_number(seconds(duration_us), digits)} s"
    return player_time(duration_us) + (" min" if duration_us < 3600_000_000 else "")


def exact(duration_us: int) -> str:
    """A length to the hundredth of a second: `3:45.40`."""
    minutes, rest_us = divmod(duration_us, 60_000_000)
    whole = f"{minutes // 60}:{minutes % 60:02}" if minutes >= 60 else str(minutes)
    return f"{whole}:{decimal_mark(f'{rest_us // 10_000 / 100:05.2f}')}"


def milliseconds(duration_us: int) -> str:
    """A short difference: `48 ms`."""
    return f"{shown_number(duration_us / 1000, 0)} ms"
