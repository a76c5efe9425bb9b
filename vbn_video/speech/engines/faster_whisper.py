"""The default engine: CTranslate2's Whisper, several windows at once; 8 bit on the processor, 16 bit on a graphics card.

Whisper was trained on 30 s at a time: a shorter sound has silence after it, which costs as much as speech. On the processor the
windows of a group are therefore only as long as the longest of them and four seconds more, at least 15 s: with base that takes
a third off the time for the sound, and costs no words (docs/captions.md has the table).

The processor's cores are shared by two workers, each of which hears some of the windows: cores that work together on one window
wait for each other. On two cores that takes a fifth off the processor's time and a quarter off the clock (benchmarks.transcribe).
They are threads that cannot be interrupted: who is stopped does not wait for them.
"""

import os
import re
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.metadata import version
from math import exp
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import us
from vbn_video.errors import MissingError
from vbn_video.evidence import Word
from vbn_video.messages import _
from vbn_video.reasons import library_reason
from vbn_video.speech.engines.engine import LANGUAGE, RATE_HZ, DecodingOptions, DecodingResult, Hypothesis, likely_languages
from vbn_video.speech.models.installed import WEIGHTS
from vbn_video.speech.models.machine import graphics_cards
from vbn_video.speech.models.model_list import CPU_WORKERS, GPU_WINDOWS, windows_per_worker

FRAMES_A_SECOND = 100
SAMPLES_PER_FRAME = RATE_HZ // FRAMES_A_SECOND
MOST_FRAMES = 30 * FRAMES_A_SECOND
SILENCE_AFTER = 4 * FRAMES_A_SECOND
LEAST_FRAMES = 15 * FRAMES_A_SECOND
"""Least length of what the model hears: with less silence at the end it says the same again, short windows above all."""
MOST_TOKENS = 448
"""Prompt and text together: the decoder's length."""
MOST_TOKENS_A_SECOND, TOKENS_BESIDE = 12, 10
"""Fast Danish has 8; where the model goes round in a loop it is stopped here."""
MOST_PROMPT_TOKENS = MOST_TOKENS // 2 - 1
LANGUAGE_TOKEN = re.compile(r"<\|[a-z]{2,3}\|>")
OPENING, CLOSING = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"
"""Marks that belong to the word after or before them, as faster-whisper has them."""

T = TypeVar("T")


class FasterWhisper:
    """A loaded model.

    Raises:
        MissingError: the folder holds no model that hears Danish, or one whose parts don't belong together.
    """

    def __init__(self, folder: Path) -> None:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        self._on_gpu = graphics_cards() > 0
        device, kind = ("cuda", "float16") if self._on_gpu else ("cpu", "int8")
        cores = os.cpu_count() or 1
        self._workers = 1 if self._on_gpu else min(CPU_WORKERS, cores)
        try:
            self._model: Any = WhisperModel(
                str(folder),
                device=device,
                compute_type=kind,
                cpu_threads=cores // self._workers,
                num_workers=self._workers,
                local_files_only=True,
            )
        except Exception as error:  # it reads four files by four parsers, and the tokenizer's raises nothing narrower
            why = library_reason("model", str(error) or type(error).__name__)
            raise MissingError(_("The model in {path} can't be loaded: {error}"), path=folder, error=why) from error
        if not self._model.model.is_multilingual:
            raise MissingError(_("The model in {path} hears English only."), path=folder)
        _refuse_mixed(self._model, folder)
        self._tokenizer: Any = Tokenizer(self._model.hf_tokenizer, True, task="transcribe", language=LANGUAGE)
        self._suppressed = get_suppressed_tokens(self._tokenizer, [-1])
        on_cpu = self._workers * windows_per_worker((folder / WEIGHTS).stat().st_size)
        self.windows_at_once = GPU_WINDOWS if self._on_gpu else on_cpu
        self.name = f"faster-whisper {version('faster-whisper')}"

    def hear(
        self, windows: Sequence[NDArray[np.float32]], options: DecodingOptions, skip: Container[int] = ()
    ) -> Iterator[tuple[int, DecodingResult]]:
        """What is said in each window; see `engine.Engine`."""

        def heard(places: Sequence[int]) -> Iterator[tuple[int, DecodingResult]]:
            missing = [place for place in places if place not in skip]
            longest = max(len(windows[place]) for place in places) // SAMPLES_PER_FRAME
            return zip(missing, self._hear([windows[place] for place in missing], options, longest), strict=True)

        return self._in_parallel(windows, heard)

    def align(self, windows: Sequence[NDArray[np.float32]], texts: Sequence[str]) -> list[tuple[Word, ...]]:
        """When each word of the texts is said; see `engine.Engine`."""
        from vbn_video.speech.engines.attention_alignment import align_texts

        def timed(places: Sequence[int]) -> Iterator[tuple[int, tuple[Word, ...]]]:
            words = align_texts(self._model, [windows[place] for place in places], [texts[place] for place in places])
            return zip(places, words, strict=True)

        came = dict(self._in_parallel(windows, timed))
        return [came[place] for place in range(len(windows))]

    def _in_parallel(
        self, windows: Sequence[NDArray[np.float32]], work: Callable[[Sequence[int]], Iterator[tuple[int, T]]]
    ) -> Iterator[tuple[int, T]]:
        """What `work` makes of the windows; each worker is given the places of as many windows, of like lengths."""
        if not windows:
            return
        by_length = sorted(range(len(windows)), key=lambda place: len(windows[place]))
        each = -(-len(windows) // self._workers)
        shares = [by_length[first : first + each] for first in range(0, len(windows), each)]
        pool = ThreadPoolExecutor(len(shares))
        try:
            for done in as_completed([pool.submit(work, share) for share in shares]):
                yield from done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _hear(self, windows: Sequence[NDArray[np.float32]], options: DecodingOptions, longest: int) -> list[DecodingResult]:
        """What is said in windows that are heard together; `longest`: the frames of the longest, also of one not heard again."""
        if not windows:
            return []
        sounds = [self._model.feature_extractor(window)[:, :-1] for window in windows]
        frames = [sound.shape[1] for sound in sounds]
        whole = options.whole_context or self._on_gpu
        wanted = MOST_FRAMES if whole else max(longest + SILENCE_AFTER, LEAST_FRAMES)
        encoded = self._model.encode(_padded(sounds, wanted))
        guesses = self._model.model.detect_language(encoded)
        prompt = self._prompt(options.prompt)
        most = TOKENS_BESIDE + MOST_TOKENS_A_SECOND * longest // FRAMES_A_SECOND
        results = self._model.model.generate(
            encoded,
            [prompt] * len(windows),
            beam_size=options.beam,
            num_hypotheses=options.beam,  # costs nothing: the search ends when as many are complete, also for one
            max_length=min(2 * max(most, len(prompt)), MOST_TOKENS),  # of which CTranslate2 writes half, and what is not prompt
            suppress_tokens=self._suppressed,
            return_scores=True,
            return_no_speech_prob=True,
        )
        tokens = [[token for token in result.sequences_ids[0] if token < self._tokenizer.eot] for result in results]
        return [
            DecodingResult(
                words, _mean_log_probability(result), float(result.no_speech_prob), _likely(guess), self._others(result)
            )
            for result, words, guess in zip(results, self._timed(tokens, encoded, frames), guesses, strict=True)
        ]

    def _others(self, result: Any) -> tuple[Hypothesis, ...]:
        """The texts of the beam's other hypotheses, the likeliest first."""
        lengths = [len(tokens) for tokens in result.sequences_ids]
        sums = [float(score) * length for score, length in zip(result.scores, lengths, strict=True)]
        weights = [exp(total - sums[0]) for total in sums]
        return tuple(
            Hypothesis(self._tokenizer.decode(tokens).strip(), weight / sum(weights))
            for tokens, weight in zip(result.sequences_ids[1:], weights[1:], strict=True)
        )

    def _prompt(self, text: str) -> list[int]:
        """The tokens that the decoder begins with; of a prompt that is too long, its end."""
        before = self._tokenizer.encode(" " + text)[-MOST_PROMPT_TOKENS:] if text else []
        tokens: list[int] = self._model.get_prompt(self._tokenizer, previous_tokens=before, without_timestamps=True)
        return tokens

    def _timed(self, tokens: Sequence[list[int]], encoded: Any, frames: Sequence[int]) -> list[tuple[Word, ...]]:
        """The words of each window, by the model's attention."""
        from faster_whisper.transcribe import merge_punctuations

        words: list[tuple[Word, ...]] = []
        for found in self._model.find_alignment(self._tokenizer, list(tokens), encoded, list(frames)):
            merge_punctuations(found, OPENING, CLOSING)
            words.append(
                tuple(
                    Word(us(float(word["start"])), us(float(word["end"])), word["word"], round(float(word["probability"]), 4))
                    for word in found
                    if word["word"].strip()
                )
            )
        return words


def _refuse_mixed(model: Any, folder: Path) -> None:
    """Refuse weights of one size beside the tokenizer or the settings of another.

    Raises:
        MissingError: they don't belong together.
    """
    languages = sum(LANGUAGE_TOKEN.fullmatch(token) is not None for token in model.hf_tokenizer.get_vocab())
    bands = model.feature_extractor.mel_filters.shape[0]
    if (bands, languages) != (model.model.n_mels, model.model.num_languages):
        sentence = _("The files in {path} are of different Whisper models: model.bin does not fit the others. Copy all of one.")
        raise MissingError(sentence, path=folder)


def _padded(sounds: Sequence[NDArray[np.float32]], frames: int) -> NDArray[np.float32]:
    """All windows equally long, silence after each; an even number of frames, which the model halves."""
    length = min(frames + frames % 2, MOST_FRAMES)
    padded = np.zeros((len(sounds), sounds[0].shape[0], length), np.float32)
    for row, sound in zip(padded, sounds, strict=True):
        row[:, : sound.shape[1]] = sound[:, :length]
    return padded


def _likely(guess: Sequence[tuple[str, float]]) -> dict[str, float]:
    """CTranslate2 names languages by their tokens: `<|da|>`."""
    return likely_languages((token.strip("<|>"), float(share)) for token, share in guess)


def _mean_log_probability(result: Any) -> float:
    """CTranslate2 divides by the text's tokens; the one that ends it counts too (as faster-whisper and OpenAI count)."""
    length = len(result.sequences_ids[0])
    return round(float(result.scores[0]) * length / (length + 1), 4)
