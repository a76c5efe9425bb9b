"""What a person is told of a cut of their own that lies inside a word or in the middle of speech."""

from collections.abc import Iterator, Sequence

from vbn_video.clock import typed_time
from vbn_video.evidence import Word
from vbn_video.messages import _
from vbn_video.plan.cut.cut_points import CutPoints


def spoken_cut(at_us: int, cut_points: CutPoints, words: Sequence[Word]) -> Iterator[str]:
    """Says of a person's own cut that it lies inside a word, or in the middle of speech, and where the nearest pause is."""
    pause_us = cut_points.nearest_end(at_us, 0)
    if word := word_around(words, at_us):
        sentence = _(
            "The cut at {time} lies inside the word “{word}” ({from_time}-{to_time}); it is made there because you asked for it."
            " The nearest pause is at {pause}."
        )
        yield sentence.format(time=typed_time(at_us), pause=typed_time(pause_us), **word_and_times(word))
    elif cut_points.is_in_speech(at_us):
        sentence = _(
            "The cut at {time} lies in the middle of speech; it is made there because you asked for it. The nearest pause is at"
            " {pause}."
        )
        yield sentence.format(time=typed_time(at_us), pause=typed_time(pause_us))


def word_and_times(word: Word) -> dict[str, str]:
    """A word and where it is heard, as sentences name it."""
    return {"word": word.text, "from_time": typed_time(word.start_us), "to_time": typed_time(word.end_us)}


def word_around(words: Sequence[Word], at_us: int) -> Word | None:
    """The word that such a cut goes through; None where it goes through none."""
    return next((word for word in words if word.start_us < at_us < word.end_us), None)


def words_in(words: Sequence[Word], start_us: int, end_us: int) -> list[Word]:
    """The words of which something lies there."""
    return [word for word in words if word.start_us < end_us and start_us < word.end_us]
