"""Changes of a workbook searched by the coverage of the code that reads and judges it (atheris).

``python -m fuzzing.guided read|check SECONDS [FOLDER]`` keeps what it finds in the folder, between
runs too. The bytes of the fuzzer decide every choice of :mod:`tests.hostile.mutations`; a finding
is a file whose reading, or whose whole check, ends in anything but coded problems: ``found.xlsx``
there.
"""

import importlib
import sys
from pathlib import Path
from random import Random
from typing import Any

STAGES = ("S01", "S03", "S05", "S07", "S08")


class Chosen(Random):
    """A ``Random`` whose choices are the bytes it was given; when they are used up, zeros."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data = data
        self._at = 0

    def getrandbits(self, k: int, /) -> int:
        """The next ``k`` bits."""
        size = (k + 7) // 8
        taken = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(taken, "little") & ((1 << k) - 1)

    def random(self) -> float:
        """The next number from 0 up to 1."""
        return self.getrandbits(16) / (1 << 16)


class Unsound(Exception):
    """What must not happen, with what happened."""


def fuzz(whole: bool, seconds: int, kept: Path) -> None:
    """Search so long, the reading alone (fast) or the whole check; ``kept`` is what is known."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["pso_excel"]):
        outcomes = importlib.import_module("tests.hostile.outcomes")
        untrusted = importlib.import_module("tests.xlsx.untrusted")
    mutations = importlib.import_module("tests.hostile.mutations")
    base = importlib.import_module("tests.hostile.bases").base
    rich = mutations.taken_apart(importlib.import_module("tests.xlsx.packages").rich_book())
    bases = [base(stage) for stage in STAGES] if whole else [rich]
    faults_of = outcomes.faults_of if whole else untrusted.outcome
    kept.mkdir(parents=True, exist_ok=True)

    def once(data: bytes) -> None:
        chance = Chosen(data)
        changed = mutations.mutated(chance, chance.choice(bases), 6)
        try:
            faults = faults_of(changed)
            if whole and faults:
                raise Unsound(*faults)
        except Exception:
            (kept / "found.xlsx").write_bytes(changed)
            raise

    corpus = kept / ("check" if whole else "read")
    corpus.mkdir(exist_ok=True)
    (corpus / "seed").write_bytes(Random(1).randbytes(200))
    limits = [f"-max_total_time={seconds}", "-max_len=400", "-len_control=0", "-timeout=20"]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={kept}/", str(corpus)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path("build", "fuzzing")
    fuzz(sys.argv[1] == "check", int(sys.argv[2]), folder)
