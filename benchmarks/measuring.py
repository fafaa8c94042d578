"""Whole processes side by side: seconds, peak memory, and the ratio of pairs run in turn."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple, Self

Seconds = Sequence[tuple[float, float]]  # of ours and of the other, a pair each


class Compared(NamedTuple):
    """A figure over pairs run one after the other, and the median seconds of each side."""

    median: float
    low: float
    high: float
    ours: float
    other: float
    pairs: int

    @classmethod
    def by(cls, figures: Sequence[float], seconds: Seconds) -> Self:
        """From the figure of each pair."""
        return cls(
            statistics.median(figures),
            min(figures),
            max(figures),
            statistics.median(ours for ours, _ in seconds),
            statistics.median(other for _, other in seconds),
            len(seconds),
        )


class Ratio(Compared):
    """How many times longer the other takes than ours."""

    @classmethod
    def of(cls, seconds: Seconds) -> Self:
        """From the seconds of each pair."""
        return cls.by([other / ours for ours, other in seconds], seconds)

    def __str__(self) -> str:
        return (
            f"{self.median:5.2f} x  ({self.low:.2f} to {self.high:.2f} over {self.pairs} pairs; "
            f"medians {self.ours:.2f} s and {self.other:.2f} s)"
        )


class Share(Compared):
    """How much of the other's time ours takes."""

    @classmethod
    def of(cls, seconds: Seconds) -> Self:
        """From the seconds of each pair."""
        return cls.by([ours / other for ours, other in seconds], seconds)

    def __str__(self) -> str:
        return (
            f"{self.median:5.2f}  ({self.low:.2f} to {self.high:.2f} over {self.pairs} "
            f"pairs; medians {self.ours:.3f} s and {self.other:.3f} s)"
        )


def run(arguments: Sequence[str]) -> float:
    """The wall-clock seconds of ``python ARGUMENTS``; RuntimeError when it fails.

    Exit code 1 is no failure: the check of a workbook says so that something is to be mended.
    """
    command = [sys.executable, "-W", "ignore", *arguments]
    began = time.perf_counter()
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    took = time.perf_counter() - began
    if done.returncode not in (0, 1):
        raise RuntimeError(f"exit code {done.returncode}: {' '.join(arguments)}")
    return took


def paired(ours: Sequence[str], other: Sequence[str], pairs: int) -> Ratio:
    """Run both in turn, the first of each pair alternating, after one run of each to warm up."""
    run(ours)
    run(other)
    seconds: list[tuple[float, float]] = []
    for pair in range(pairs):
        if pair % 2:
            second = run(other)
            seconds.append((run(ours), second))
        else:
            seconds.append((run(ours), run(other)))
    return Ratio.of(seconds)


def peak_megabytes(arguments: Sequence[str]) -> float:
    """What ``python ARGUMENTS`` says of its own peak memory, as JSON on its last line."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    return float(json.loads(done.stdout.splitlines()[-1])["megabytes"])
