"""What the tests of memory measure with."""

import subprocess
import sys
from pathlib import Path

import numpy as np

MB = 1024 * 1024
PROJECT = Path(__file__).parents[1]
TAKE_MB = """
import sys
from tests.peak_memory import peak_bytes
taken = b"x" * (int(sys.argv[1]) * 1024 * 1024)
del taken
print(peak_bytes())
"""


def peak_of_one_that_takes(mb):
    run = subprocess.run([sys.executable, "-c", TAKE_MB, str(mb)], cwd=PROJECT, capture_output=True, text=True, check=True)
    return int(run.stdout) / MB


def test_memory_given_back_is_in_the_peak():
    assert 200 < peak_of_one_that_takes(200) < 280


def test_the_memory_of_the_one_who_started_it_is_not_in_the_peak():
    large = np.ones(300 * MB, np.uint8)
    assert large[-1] == 1
    assert peak_of_one_that_takes(1) < 80
