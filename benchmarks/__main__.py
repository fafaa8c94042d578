"""``python -m benchmarks``: this product beside what a user would run instead; ``python -m
benchmarks live``: only the presses in an open workbook, which need LibreOffice.

Times are of whole processes, in pairs that run one after the other.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.folders import make_province, make_workbooks
from benchmarks.live import bench_live
from benchmarks.measuring import paired, peak_megabytes

IMPORT_PANDAS = ("-c", "import pandas")


def main() -> None:
    """Measure and print, a line each."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="pso_bench_") as name:
        root = Path(name)
        if asked.part in ("all", "live"):
            bench_live(root, 3 * asked.pairs, _say)
        if asked.part == "live":
            return
        files = make_workbooks(root / "files", max(asked.files, 4 * asked.small))
        _say(f"{asked.files} workbooks of {files[0].stat().st_size / 1024:.0f} KB")
        _consolidation(root, files[: asked.files], "calamine", asked.pairs)
        _consolidation(root, files[: asked.files], "openpyxl", asked.pairs)
        _one_check(files[0], root, asked.pairs)
        _memory(root, files, asked.small)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=("all", "live"), default="all")
    parser.add_argument("--files", type=int, default=300, help="workbooks of a province")
    parser.add_argument("--small", type=int, default=150, help="memory: so many and four times")
    parser.add_argument("--pairs", type=int, default=3, help="pairs of runs")
    return parser.parse_args()


def _consolidation(root: Path, files: list[Path], engine: str, pairs: int) -> None:
    """Read, check, score and consolidate, against reading, joining and writing alone."""
    place = make_province(root / engine, files)
    ours = ("-m", "benchmarks.ours", str(place.root))
    plain = ("-m", "benchmarks.plain", str(place.inbox), str(root / f"{engine}.xlsx"), engine)
    found = paired(ours, plain, pairs)
    _say(f"{len(files)} workbooks, a plain pandas script with {engine}: {found}")


def _one_check(file: Path, root: Path, pairs: int) -> None:
    """The check of one workbook as a whole process, against importing pandas."""
    check = ("-m", "pso_excel", "check", str(file), "--asof", "2026-03-31", "--out", str(root))
    found = paired(check, IMPORT_PANDAS, 3 * pairs)
    _say(f"one check as a whole process, python -c 'import pandas': {found}")


def _memory(root: Path, files: list[Path], small: int) -> None:
    """Peak memory at a number of files and at four times as many."""
    peaks: list[float] = []
    for count in (small, 4 * small):
        place = make_province(root / f"memory{count}", files[:count])
        peaks.append(peak_megabytes(("-m", "benchmarks.ours", str(place.root))))
    _say(
        f"peak memory, parent and workers: {peaks[0]:.0f} MB at {small} workbooks, "
        f"{peaks[1]:.0f} MB at {4 * small}: {peaks[1] / peaks[0]:.2f} x"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
