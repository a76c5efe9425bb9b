"""Measures loudness, true peak and silence of decoded sound as it goes by, with libavfilter's `ebur128`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vbn_video.report.measure.intervals import SILENT_LUFS, IntervalFinder
from vbn_video.report.measure.measurements import Interval

if TYPE_CHECKING:
    import av

FLOOR_LUFS = -70.0  # EBU R 128: the absolute gate; the filter gives it where nothing was louder
WINDOW_US = 400_000  # ITU-R BS.1770-4: momentary loudness looks back over 400 ms
MICROSECONDS = 1_000_000


class SoundWatch:
    """Fed with the decoded frames of one sound stream, in order; flat memory."""

    def __init__(self, sound: av.AudioStream, shortest_silence_us: int) -> None:
        import av

        self._graph = av.filter.Graph()
        self._source = self._graph.add_abuffer(template=sound)
        meter = self._graph.add("ebur128", "peak=true:metadata=1")
        self._sink = self._graph.add("abuffersink")
        self._source.link_to(meter)
        meter.link_to(self._sink)
        self._graph.configure()
        self._runs = IntervalFinder(shortest_silence_us)
        self._peak = 0.0
        self._integrated_lufs = FLOOR_LUFS
        self._at_us = 0

    def feed(self, frame: av.AudioFrame) -> None:
        """The next piece of sound."""
        self._source.push(frame)
        self._pull()

    def end(self) -> tuple[float | None, float | None, tuple[Interval, ...]]:
        """Integrated loudness (LUFS) and true peak (dBTP), None where all is silent; and the silent intervals."""
        self._source.push(None)
        self._pull()
        loudness = self._integrated_lufs if self._integrated_lufs > FLOOR_LUFS else None
        peak = round(20 * math.log10(self._peak), 2) if self._peak else None
        return loudness, peak, self._runs.end(self._at_us)

    def _pull(self) -> None:
        import av

        while True:
            try:
                block = self._sink.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(block, av.AudioFrame)
            begin_us = round((block.time or 0) * MICROSECONDS)
            self._at_us = begin_us + round(block.samples / block.sample_rate * MICROSECONDS)
            facts = block.metadata
            if "lavfi.r128.M" not in facts:  # the rest under 100 ms at the end is let through unmeasured
                continue
            self._peak = max(self._peak, float(facts["lavfi.r128.true_peak"]))
            self._integrated_lufs = float(facts["lavfi.r128.I"])
            silent = not float(facts["lavfi.r128.M"]) >= SILENT_LUFS  # nan after sound: the filter's sum falls below 0
            # Silence began where the window that is silent now begins; it ends in the block that holds sound again.
            self._runs.feed(max(0, self._at_us - WINDOW_US) if silent else begin_us, silent)
