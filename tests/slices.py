"""Long comparisons: a slice of each in ``make test``, more by ``make faults`` and ``make parity``.

``PSO_CASES`` says how many cases each of them takes; this is the only place that reads it.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")


def slice_of(cases: Sequence[Case], usual: int) -> list[Case]:
    """``usual`` of the cases or as many as ``PSO_CASES`` says, spread evenly from first to last."""
    count = min(int(os.environ.get("PSO_CASES") or usual), len(cases))
    if count == 1:
        return [cases[0]]
    return [cases[number * (len(cases) - 1) // (count - 1)] for number in range(count)]
