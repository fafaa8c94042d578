"""A thousand broken and hostile files through ``pso-excel check``, with what each of them cost.

``python -m fuzzing.hostile [COUNT]`` writes the files into a folder of its own, checks that folder
as the command does, and fails when a file has no coded answer or passes a limit.
"""

import io
import json
import resource
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from pso_excel.cli import check_many as checking_many
from pso_excel.cli import main
from pso_excel.cli.check import File, Outcome, check_file
from pso_excel.core.bilingual import Language
from pso_excel.model.registry import USUAL
from tests.hostile.files import write_hostile

LOG = "costs.jsonl"
OURS = {"I001", "B411"}


class Cost(NamedTuple):
    """What one file cost: seconds, and the most its worker had resident so far, in bytes."""

    file: str
    seconds: float
    memory: int


def measured(asof: date, language: Language | None, file: File, **more: Any) -> Outcome:
    """The check of a file; its cost goes into a log beside the folder of copies."""
    begun = monotonic()
    outcome = check_file(asof, language, file, **more)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    cost = Cost(file.name, monotonic() - begun, peak)
    with (_log_of(file)).open("a", encoding="utf-8", errors="replace") as log:
        log.write(json.dumps(cost) + "\n")
    return outcome


def _log_of(file: File) -> Path:
    folder = file.inside or file.path.parent
    return folder.parent / LOG


def run(count: int) -> int:
    """Make, check, tell; 0 when every file got a coded answer within the limits."""
    checking_many.check_file = measured  # pyright: ignore[reportPrivateImportUsage]
    with tempfile.TemporaryDirectory(prefix="hostile_") as made:
        root = Path(made)
        begun = monotonic()
        expected = write_hostile(root / "in", count)
        print(f"{count} files written in {monotonic() - begun:.0f} s", flush=True)
        begun = monotonic()
        code, lines, errors = checked(root / "in", root / "out")
        seconds = monotonic() - begun
        text = (root / LOG).read_text(encoding="utf-8")
        costs = [Cost(*json.loads(line)) for line in text.splitlines()]
    print(f"checked in {seconds:.0f} s, exit code {code}; {len(lines)} answers")
    return tell(lines, costs, errors, expected)


def checked(folder: Path, out: Path) -> tuple[int, list[dict[str, Any]], str]:
    """``pso-excel check FOLDER --json``: exit code, an object a file, what it wrote to stderr."""
    sys.argv = ["pso-excel", "check", str(folder), "--out", str(out), "--json"]
    sys.argv += ["--asof", "2026-03-31"]
    code, said, errors = 0, io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(errors):
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, [json.loads(line) for line in said.getvalue().splitlines()], errors.getvalue()


def tell(
    answers: list[dict[str, Any]], costs: list[Cost], errors: str, expected: dict[str, str]
) -> int:
    """Print the figures and whatever is wrong; gives the exit code."""
    codes = {
        answer["file"]: [problem["code"] for problem in answer["problems"]] for answer in answers
    }
    wrong = [
        f"{file!r}: {codes.get(file)} for {code}"
        for file, code in expected.items()
        if code and codes.get(file) != [code]
    ]
    wrong += [f"{file!r}: a fault of ours" for file, found in codes.items() if OURS & set(found)]
    wrong += [
        f"{cost.file!r}: {cost.seconds:.1f} s" for cost in costs if cost.seconds > USUAL.seconds
    ]
    wrong += [f"{cost.file!r}: {cost.memory} B" for cost in costs if cost.memory > USUAL.memory]
    wrong += [errors] * bool(errors)
    told = sum(1 for found in codes.values() if found)
    kinds = {code for found in codes.values() for code in found}
    print(f"{told} with problems, {len(codes) - told} clean; {len(kinds)} codes")
    slowest = max(costs, key=lambda cost: cost.seconds)
    print(f"slowest: {slowest.seconds:.2f} s, {slowest.file!r}")
    print(f"peak of a worker: {max(cost.memory for cost in costs) / 2**20:.0f} MB")
    print("\n".join(wrong) if wrong else "nothing escaped")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
