"""OpenAI's own Whisper, for those who have it: slower, and with torch behind it.

It is handed samples, never a file: to read a file it would call a program named ffmpeg.
"""

from collections.abc import Container, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import us
from vbn_video.errors import MissingError
from vbn_video.evidence import Word
from vbn_video.messages import _
from vbn_video.speech.engines.engine import LANGUAGE, RATE_HZ, DecodingOptions, DecodingResult, likely_languages

INSTALL = "pip install openai-whisper"
SMALL_TORCH = "pip install torch --index-url https://download.pytorch.org/whl/cpu"


class OpenaiWhisper:
    """A loaded .pt file.

    Raises:
        MissingError: the package is not installed, or the file is no Whisper model.
    """

    windows_at_once = 1

    def __init__(self, file: Path) -> None:
        try:
            import torch
            import whisper
        except ImportError as error:
            raise not_installed_error() from error
        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            self._model: Any = whisper.load_model(str(file), device=device)
        except (RuntimeError, LookupError, ValueError, TypeError, OSError, EOFError, UnpicklingError) as error:
            raise MissingError(_("{path} can't be loaded: it is no Whisper model in OpenAI's form (.pt)."), path=file) from error
        self._half = device == "cuda"
        self.name = f"openai-whisper {version('openai-whisper')}"

    def hear(
        self, windows: Sequence[NDArray[np.float32]], options: DecodingOptions, skip: Container[int] = ()
    ) -> Iterator[tuple[int, DecodingResult]]:
        """What is said in each window; see `engine.Engine`."""
        return ((index, self._hear_one(window, options)) for index, window in enumerate(windows) if index not in skip)

    def align(self, windows: Sequence[NDArray[np.float32]], texts: Sequence[str]) -> list[tuple[Word, ...]]:
        """When each word of the texts is said; see `engine.Engine`."""
        return [self._align_one(window, text) for window, text in zip(windows, texts, strict=True)]

    def _align_one(self, window: NDArray[np.float32], text: str) -> tuple[Word, ...]:
        from whisper.audio import log_mel_spectrogram, pad_or_trim
        from whisper.timing import find_alignment
        from whisper.tokenizer import get_tokenizer

        from vbn_video.speech.engines.attention_alignment import MOST_TOKENS, encode_words, join_tokens

        tokenizer = get_tokenizer(True, num_languages=self._model.num_languages, language=LANGUAGE, task="transcribe")
        tokens = encode_words(text, tokenizer.encode)
        flat = [token for word in tokens for token in word]
        if not 0 < len(flat) <= MOST_TOKENS:
            return ()
        mel = log_mel_spectrogram(pad_or_trim(window), self._model.dims.n_mels).to(self._model.device)
        found = find_alignment(self._model, tokenizer, flat, mel.half() if self._half else mel, len(window) * 100 // RATE_HZ)
        starts_us = [us(float(piece.start)) for piece in found for _token in piece.tokens]
        ends_us = us(float(found[-1].end))
        probabilities = [float(piece.probability) for piece in found for _token in piece.tokens]
        return join_tokens(text, [len(word) for word in tokens], [*starts_us, ends_us], probabilities)

    def _hear_one(self, window: NDArray[np.float32], options: DecodingOptions) -> DecodingResult:
        said = self._model.transcribe(
            window,
            language=LANGUAGE,
            temperature=0.0,  # a second try is ours to choose; chance would make other words of the same sound
            beam_size=options.beam,
            initial_prompt=options.prompt or None,
            word_timestamps=True,
            condition_on_previous_text=False,
            fp16=self._half,
            verbose=None,
        )
        segments = said["segments"]
        words = tuple(
            Word(us(float(word["start"])), us(float(word["end"])), str(word["word"]), round(float(word["probability"]), 4))
            for segment in segments
            for word in segment["words"]
        )
        languages = self._languages(window)
        if not segments:
            return DecodingResult((), languages=languages)
        tokens = [len(segment["tokens"]) + 1 for segment in segments]
        mean = float(np.average([segment["avg_logprob"] for segment in segments], weights=tokens))
        no_speech = max(float(segment["no_speech_prob"]) for segment in segments)
        return DecodingResult(words, round(mean, 4), no_speech, languages)

    def _languages(self, window: NDArray[np.float32]) -> dict[str, float]:
        from whisper.audio import log_mel_spectrogram, pad_or_trim

        mel = log_mel_spectrogram(pad_or_trim(window), self._model.dims.n_mels).to(self._model.device)
        _token, probabilities = self._model.detect_language(mel.half() if self._half else mel)
        return likely_languages(probabilities.items())


def not_installed_error() -> MissingError:
    """What to do where the package is missing."""
    sentence = _(
        "The engine openai-whisper is not installed. Run: {command} "
        "(on Linux run this first, or a CUDA torch of 3 GB comes along: {torch})"
    )
    return MissingError(sentence, command=INSTALL, torch=SMALL_TORCH)
