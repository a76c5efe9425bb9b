"""What each kind of evidence counts where the meeting's beginning and end are decided: the one table of weights.

A weight is in nats of log-likelihood: evidence that is wholly there makes a place e^weight times as likely. What is *outside* a
place is cut when the cut stands there (before a start, after an end); what is *inside* is kept. Values by
`tools/fit_cut_weights.py`, rounded; no evidence, no weight. A preset overrules any of them by `[trim] weights`.
"""

from collections.abc import Mapping
from types import MappingProxyType

CUT_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        # a start: the phrase begins here; it begins soon after; it was said before, and would be cut
        "start_greeting": 5.0,
        "start_greeting_soon": 7.0,
        "start_greeting_outside": -3.8,
        "start_beginning": 0.0,
        "start_beginning_soon": 4.1,
        "start_beginning_outside": -4.4,
        "start_agenda": 0.0,
        "start_agenda_soon": 0.0,
        "start_agenda_outside": -3.7,
        # an end: the phrase ends here; it ended soon before; it is said after, and would be cut
        "end_goodbye": 2.2,
        "end_goodbye_soon": 3.5,
        "end_goodbye_outside": -0.5,
        "end_thanks": 1.5,
        "end_thanks_soon": 2.8,
        "end_thanks_outside": 0.0,
        # … the voice that says goodbye has ended, and another one is heard
        "end_last_of_goodbyes": 0.5,
        # … somebody answers the goodbye that ends here; or it ended before, and this is an answer
        "end_answered": 4.1,
        "end_among_answers": 4.1,
        # either side: small talk that is cut, small talk that stays near it, the meeting's own phrases that are cut
        "start_small_talk_outside": 1.0,
        "start_small_talk_inside": 0.0,
        "start_meeting_outside": 0.0,
        "end_small_talk_outside": 1.0,
        "end_small_talk_inside": -1.0,
        "end_meeting_outside": -0.8,
        # turns: one voice leads inside more than outside; turns last longer inside; other voices talk outside than inside; more
        # of them; the host speaks inside; another voice takes over here
        "start_one_speaks": 0.0,
        "start_longer_turns": 0.5,
        "start_voices_differ": 0.3,
        "start_many_outside": 3.0,
        "start_host": 0.5,
        "end_one_speaks": 0.0,
        "end_longer_turns": 0.6,
        "end_voices_differ": 0.4,
        "end_many_outside": 2.2,
        "end_host": 0.6,
        # how it sounds by its words: opening (closing) here, soon inside, in the turn of the voice that begins (ends) here;
        # no meeting outside; a meeting inside
        "start_talk_here": 0.6,
        "start_talk_soon": 0.8,
        "start_talk_turn": 0.6,
        "start_talk_outside": 1.2,
        "start_talk_kept": 2.0,
        "end_talk_here": 0.5,
        "end_talk_soon": 0.7,
        "end_talk_turn": 0.3,
        "end_talk_outside": 0.8,
        "end_talk_kept": 1.3,
        # what is seen and written down
        "start_slide": 0.9,
        "start_sharing": 2.5,
        "start_planned": 1.7,
        "start_joined_outside": 0.2,
        "start_chat": 2.5,
        "end_slide": 0.0,
        "end_sharing": 1.5,
        "end_planned": 3.9,
        "end_left_outside": 0.2,
        "end_chat": 1.8,
        # what is heard: quieter outside than inside, thin talk outside, a rest here, music or applause that ends here
        "start_quiet_outside": 11.8,
        "start_quiet_inside": -8.7,
        "start_thin_outside": 5.9,
        "start_rest": 0.0,
        "start_music": 0.7,
        "end_quiet_outside": 9.9,
        "end_quiet_inside": -6.3,
        "end_thin_outside": 0.0,
        "end_rest": 1.7,
        "end_applause": 0.0,
        # how it is: a sentence begins or ends here; nothing is said outside; the recording begins or ends in speech; each
        # doubling of the time outside
        "start_sentence": 1.5,
        "start_nothing_outside": 0.4,
        "start_in_speech": 1.0,
        "start_long_outside": -1.2,
        "end_sentence": 0.9,
        "end_nothing_outside": 0.0,
        "end_in_speech": 8.5,
        "end_long_outside": -1.3,
        # a break: before anything is known; announced; ended; silent; small talk in it; a film's pictures in it; one speaks on
        "break_any": -1.5,
        "break_announced": 2.0,
        "break_return": 2.0,
        "break_silence": 3.5,
        "break_small_talk": 1.5,
        "break_slides_change": -4.0,
        "break_one_speaker": -3.0,
    }
)


def all_weights(overruled: Mapping[str, float]) -> dict[str, float]:
    """The table with a preset's own values in it; names that are not in the table are not looked at."""
    return {name: overruled.get(name, value) for name, value in CUT_WEIGHTS.items()}
