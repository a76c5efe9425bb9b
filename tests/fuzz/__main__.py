"""`python -m tests.fuzz 2000 [NAME…]`: how many inputs each reader was given, and what it did that it may not, by kind."""

import functools
import os
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.mutations import long_ones, mutated
from tests.fuzz.outcomes import outcome
from tests.fuzz.readers import READERS

say = functools.partial(print, flush=True)


def main(count: int, names: list[str]) -> None:
    total = Counter[str]()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("presets").mkdir()
        for reader in READERS:
            if names and reader.name not in names:
                continue
            inputs = [("", data) for data in mutated(reader.sample, reader.name, count)]
            inputs += [(repr(piece[:12]), data) for piece, data in long_ones(reader.sample)]
            faults = Counter[str]()
            for piece, data in inputs:
                if fault := outcome(reader.read, reader.refusals, data, Path(folder, "file")):
                    faults[fault + (f" of {piece}" if fault.startswith("more") else "")] += 1
            total += Counter({"inputs": len(inputs), "faults": faults.total()})
            say(f"{reader.name}: {faults.total()} of {len(inputs)}")
            for fault, times in faults.most_common():
                say(f"    {times:5} {fault}")
    say(dict(total))


main(int(sys.argv[1]), sys.argv[2:])
