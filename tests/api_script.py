"""A program of somebody else: the public names as an installed package offers them.

``tests/test_wheel.py`` runs it, and types it strictly, where only the wheel and the lock are.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from pso_excel import (
    Problem,
    Refused,
    as_json,
    check_office,
    check_workbook,
    consolidate,
    fields,
    fill_workbook,
    frames,
    load_framework,
    message,
    new_workbook,
    read_book,
    renew_workbook,
    repair_workbook,
    severity_of,
)

ASOF = date(2026, 3, 31)


def line_of(problem: Problem) -> str:
    """A problem as a line."""
    where = f"{problem.location.sheet}!{problem.location.cell}"
    return f"{severity_of(problem)} {where} {message(problem, 'th')} [{problem.code}]"


def filled() -> bytes:
    """A workbook with a few answers."""
    framework = load_framework("pso")
    blank = new_workbook("58-R-014", "2569-1", framework, language="th")
    return fill_workbook(blank, {"S00.cover": [{"headcount": Decimal(18)}]}, framework)


def refused(data: bytes) -> str:
    """Why a file cannot be read."""
    try:
        return str(len(read_book(data).sheets))
    except Refused as error:
        return line_of(error.problem)


def main() -> None:
    """Make, fill, check, copy, repair, renew and consolidate."""
    data = filled()
    assessment = check_office(data, ASOF, "58-R-014_2569-1.xlsx")
    official = assessment.scorecard and assessment.scorecard.official
    lines: list[str] = [line_of(problem) for problem in assessment.problems]
    print(assessment.office, official, *lines[:3], sep="\n")
    print(as_json(assessment, "en")["office"], len(fields()), refused(b"no workbook"))

    copy: bytes | None = check_workbook(data, ASOF).copy
    assert copy is not None
    repaired = repair_workbook(copy)
    print(repaired.unplaced, renew_workbook(data, "2570-1").round)

    done = consolidate(Path("demo"), ASOF)
    for name, table in frames(done.province).items():
        print(name, len(table))


if __name__ == "__main__":
    main()
