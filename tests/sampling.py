"""Which of many cases `make test` tries; `make test-all` tries them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def sampled(cases: Sequence[Any], quick: Iterable[int]) -> list[Any]:
    """The cases for `pytest.mark.parametrize`, all but those with the `quick` numbers marked as long."""
    chosen = {range(len(cases))[number] for number in quick}
    return [case if number in chosen else _long(case) for number, case in enumerate(cases)]


def _long(case: Any) -> Any:
    return pytest.param(*case, marks=pytest.mark.long) if isinstance(case, tuple) else pytest.param(case, marks=pytest.mark.long)
