"""What people are told of channels that are not mixed as they are."""

from collections.abc import Iterator, Sequence

from vbn_video.clock import player_time
from vbn_video.decisions import ChannelMix, MixSpan
from vbn_video.messages import _

PLACES_NAMED = 5


def describe_mix(mix: ChannelMix) -> Iterator[str]:
    """A sentence for each of the two things that are done, with the places in the recording."""
    if turned := [span for span in mix.spans if span.inverted]:
        sentence = _(
            "The channels of the sound cancel each other at {places}: there the sign of one is turned, so that all is heard."
        )
        yield sentence.format(places=_listed(turned))
    for number in sorted({span.only for span in mix.spans if span.only is not None}):
        sentence = _("Only channel {number} of the sound is used at {places}: there the others hold nothing, or only noise.")
        yield sentence.format(number=number + 1, places=_listed([span for span in mix.spans if span.only == number]))


def _listed(spans: Sequence[MixSpan]) -> str:
    places = [f"{player_time(span.start_us)}–{player_time(span.end_us)}" for span in spans[:PLACES_NAMED]]
    return ", ".join(places) + (" …" if len(spans) > PLACES_NAMED else "")
