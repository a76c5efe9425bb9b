"""How long Ctrl-C takes: seeded moments in every step of a publication, one to five presses each, at a terminal of its own.

usage: python -m benchmarks.stopping [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

from benchmarks.machine import description
from tests.faults.test_stopped import before, begin_until, presses
from tests.workplace import Workplace
from vbn_video.pipeline import STEP_NAMES

PROMISE_S = 2.0


def main(rounds: int = 3) -> None:
    """Measure and print."""
    took_s: dict[str, list[float]] = {step: [] for step in STEP_NAMES}
    codes: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        published = Workplace(Path(folder) / "udgivet")
        published.site.mkdir(parents=True)
        published.publish()
        for number, (step, after_s, times) in enumerate(presses(rounds)):
            terminal = begin_until(step, after_s, before(step, published, Path(folder) / str(number)))
            terminal.press(times)
            code, _out, shown, seconds = terminal.end()
            codes[code] += 1
            took_s[step].append(seconds)
            if code != 130 or "terminate called" in shown:  # said, for it must not be
                print(f"  {step} after {after_s} s, pressed {times} times: {code}\n{shown}")
    print(f"Ctrl-C to the end of the process, {sum(codes.values())} runs; exit codes {dict(codes)}")
    for step, seconds_each in took_s.items():
        print(f"  {step:<11} median {median(seconds_each):.2f} s, longest {max(seconds_each):.2f} s")
    longest_s = max(max(each) for each in took_s.values())
    print(f"  longest of all {longest_s:.2f} s (promised: {PROMISE_S:.0f} at most on a machine with nothing else to do)")
    print(f"  {description(['ctranslate2', 'faster-whisper', 'av'])}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
