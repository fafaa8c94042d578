"""Whole processes side by side: seconds, peak memory, and the ratio of pairs run in turn."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple


class Ratio(NamedTuple):
    """How many times longer the other takes than ours, over pairs run one after the other."""

    median: float
    low: float
    high: float
    ours: float
    other: float
    pairs: int

    def __str__(self) -> str:
        return (
            f"{self.median:5.2f} x  ({self.low:.2f} to {self.high:.2f} over {self.pairs} pairs; "
            f"medians {self.ours:.2f} s and {self.other:.2f} s)"
        )


def run(arguments: Sequence[str]) -> float:
    """The wall-clock seconds of ``python ARGUMENTS``; CalledProcessError when it fails."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-W", "ignore", *arguments], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


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
    ratios = [other_took / ours_took for ours_took, other_took in seconds]
    return Ratio(
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        statistics.median(first for first, _ in seconds),
        statistics.median(second for _, second in seconds),
        pairs,
    )


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
