"""Where known words lie in a window of sound: Whisper's decoder is given the text, and its attention is read.

    tokens  ▁God morgen ▁og ▁vel komm en .
    frames  0···12··19···25··31··40··52··60        (20 ms each: a token's jump to the next)

Method: dynamic time warping over the cross-attention of the alignment heads, as in OpenAI's Whisper (its timing.py); CTranslate2
has it built in. Here its tokens are counted back into the words as they are written.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Word
from vbn_video.speech.engines.engine import LANGUAGE, RATE_HZ

FRAME_US = 20_000
WINDOW_SAMPLES = 30 * RATE_HZ
MOST_TOKENS = 440
"""Of the decoder's 448, less those that begin and end a text."""


def align_texts(model: Any, windows: Sequence[NDArray[np.float32]], texts: Sequence[str]) -> list[tuple[Word, ...]]:
    """The words of each text in its window; see `engine.Engine.align`. `model` is a loaded `faster_whisper.WhisperModel`."""
    from faster_whisper.tokenizer import Tokenizer

    tokenizer = Tokenizer(model.hf_tokenizer, True, task="transcribe", language=LANGUAGE)
    tokens = [encode_words(text, tokenizer.encode) for text in texts]
    usable = [index for index, one in enumerate(tokens) if 0 < sum(map(len, one)) <= MOST_TOKENS]
    words: list[tuple[Word, ...]] = [() for _ in texts]
    if not usable:
        return words
    features = np.stack([model.feature_extractor(_padded(windows[index]))[:, :-1] for index in usable])
    results = model.model.align(
        model.encode(features),
        tokenizer.sot_sequence,
        [[token for word in tokens[index] for token in word] for index in usable],
        [len(windows[index]) * 100 // RATE_HZ for index in usable],
    )
    for index, result in zip(usable, results, strict=True):
        starts_us = _starts_us(result.alignments)
        words[index] = join_tokens(texts[index], [len(word) for word in tokens[index]], starts_us, result.text_token_probs)
    return words


def encode_words(text: str, encode: Any) -> list[list[int]]:
    """The tokens of each word; each is encoded with the blank before it, as the whole text would be."""
    return [encode(" " + word) for word in text.split()]


def join_tokens(text: str, counts: Sequence[int], starts_us: Sequence[int], probabilities: Sequence[float]) -> tuple[Word, ...]:
    """The words of a text, with times, from those of its tokens; `counts`: how many tokens each word has.

    `starts_us`: when each token begins, and then when the last one ends.
    """
    words = []
    for written, (first, last) in zip(text.split(), pairwise(accumulate(counts, initial=0)), strict=True):
        probability = float(np.mean(probabilities[first:last]))
        words.append(Word(starts_us[first], starts_us[last], written, round(probability, 4)))
    return tuple(words)


def _starts_us(path: Sequence[tuple[int, int]]) -> list[int]:
    """When each token begins, and the end of the text: the first frame of each on the way through (token, frame)."""
    starts: dict[int, int] = {}
    for token, frame in path:
        starts.setdefault(token, frame * FRAME_US)
    return [starts[token] for token in sorted(starts)]


def _padded(window: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.pad(window[:WINDOW_SAMPLES], (0, max(WINDOW_SAMPLES - len(window), 0)))
