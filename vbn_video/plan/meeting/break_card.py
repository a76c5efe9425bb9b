"""What a card says in place of a break that is shortened."""

from vbn_video.clock import US_PER_S

CARD_US = 4 * US_PER_S
"""How long the card is shown."""
TEXTS = {
    "da": ("Pause – {minutes} minut", "Pause – {minutes} minutter"),
    "en": ("Break – {minutes} minute", "Break – {minutes} minutes"),
}
"""By the language of what is published, which is never the machine's."""


def card_text(length_us: int, language: str) -> str:
    """`Pause – 12 minutter`: how long the break was, in whole minutes, at least one."""
    minutes = max(1, round(length_us / (60 * US_PER_S)))
    one, many = TEXTS[language]
    return (one if minutes == 1 else many).format(minutes=minutes)
