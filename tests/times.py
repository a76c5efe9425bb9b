"""`VBN_TEST_TIMES=1 make test`: where the tests' time goes, by folder: processor time, programs that they start included."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

PROPERTY = "processor_s"
SLOWEST = 15


def processor_s() -> float:
    """Seconds that this process and those that it has waited for have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class TimesByFolder:
    """Hears how long each test took, fixtures included, from all workers, and prints the sums at the end."""

    def __init__(self) -> None:
        self.by_folder: Counter[str] = Counter()
        self.by_test: Counter[str] = Counter()
        self._began_s = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._began_s = processor_s()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        if call.when == "teardown":
            item.user_properties.append((PROPERTY, processor_s() - self._began_s))
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown" and (took_s := dict(report.user_properties).get(PROPERTY)) is not None:
            path = PurePosixPath(report.nodeid.split("::")[0])
            self.by_folder["/".join(path.parts[:2])] += took_s
            self.by_test[report.nodeid] += took_s

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("processor seconds")
        for folder, took_s in self.by_folder.most_common():
            terminalreporter.write_line(f"{took_s:7.1f}  {folder}")
        terminalreporter.write_line(f"{self.by_folder.total():7.1f}  in all; the most by one test:")
        for test, took_s in self.by_test.most_common(SLOWEST):
            terminalreporter.write_line(f"{took_s:7.1f}  {test}")
