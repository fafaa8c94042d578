"""A program of somebody else: the public names as an installed package offers them.

``tests/test_wheel.py`` runs it, and types it strictly, where only the wheel and the lock are.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from pso_excel import (
    Assessment,
    CheckResult,
    Consolidated,
    Framework,
    GapItem,
    LeafScore,
    Location,
    Plan,
    Problem,
    Province,
    Refused,
    RegisteredOffice,
    Registry,
    Repaired,
    Round,
    Scorecard,
    Severity,
    State,
    SystemScore,
    Tracked,
    Tracker,
    check_office,
    check_workbook,
    consolidate,
    fields,
    fill_workbook,
    format_figure,
    frames,
    init_province,
    load_framework,
    message,
    new_workbook,
    read_book,
    renew_workbook,
    repair_workbook,
    severity_of,
    to_dict,
)

ASOF = date(2026, 3, 31)


def line_of(problem: Problem) -> str:
    """A problem as a line."""
    place: Location = problem.location
    severity: Severity = severity_of(problem)
    return f"{severity} {place.sheet}!{place.cell} {message(problem, 'th')} [{problem.code}]"


def figures(assessment: Assessment) -> str:
    """The scores of an office, by system and by indicator, and what is to be done."""
    card: Scorecard | None = assessment.scorecard
    plan: Plan | None = assessment.plan
    tracker: Tracker | None = assessment.tracker
    if card is None or plan is None or tracker is None:
        return "unreadable"
    systems: list[SystemScore] = [system for system in card.systems if system.applies]
    blank: list[LeafScore] = [leaf for leaf in card.indicators if leaf.state is State.BLANK]
    gaps: tuple[GapItem, ...] = plan.gaps
    actions: tuple[Tracked, ...] = tracker.actions
    counts = (len(systems), len(blank), len(gaps), len(actions))
    return " ".join([format_figure(card.official), *map(str, counts)])


def filled() -> bytes:
    """A workbook with a few answers."""
    framework: Framework = load_framework("pso")
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
    path = Path("58-R-014_2569-1.xlsx")
    path.write_bytes(filled())
    office = RegisteredOffice(code="58-R-014", name="สำนักงาน")
    registry = Registry(province="ก", round=Round(code="2569-1"), offices={office.code: office})
    assessment = check_office(path, ASOF, registry=registry)
    lines: list[str] = [line_of(problem) for problem in assessment.problems]
    print(assessment.office, figures(assessment), *lines[:3], sep="\n")
    print(to_dict(assessment, "en")["office"], len(fields()), refused(b"no workbook"))

    checked: CheckResult = check_workbook(str(path), ASOF)
    assert checked.copy is not None
    repaired: Repaired = repair_workbook(checked.copy)
    print(repaired.unplaced, renew_workbook(path, "2570-1").round)

    init_province("ours", "ก", "2569-1", [office])
    done: Consolidated = consolidate(Path("demo"), ASOF)
    province: Province = done.province
    for name, table in frames(province).items():
        print(name, len(table))
    print(to_dict(province)["expected"], frames(assessment, exact=True)["scores"].shape)


if __name__ == "__main__":
    main()
