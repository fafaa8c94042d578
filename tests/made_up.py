"""A province out of nothing, for tests of what comes after the engine; made by rule, no chance."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from pso_excel.core.figures import round_half_up
from pso_excel.core.problem import Location, Problem
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework, Method
from pso_excel.model.registry import RegisteredOffice, Registry, Round
from pso_excel.model.scorecard import ActionStatus, Rag, State
from pso_excel.model.submission import ALL_STAGES
from pso_excel.province import Province, build_province
from pso_excel.province.office_digest import (
    ActionRow,
    Digest,
    GapRow,
    IndicatorRow,
    ProblemRow,
    StageRow,
    SystemRow,
)
from pso_excel.province.select import Outcome, ReceivedFile, select_files

ASOF = date(2026, 3, 31)
ROUND = Round(code="2569-1", due=date(2026, 3, 15), framework="pso@1.0")
STAGES = tuple(f"S{number:02d}" for number in range(11))


def digest_of(framework: Framework, number: int, errors: int = 0, answers: str = "") -> Digest:
    """A filled-in office; ``number`` decides its answers."""
    leaves = [
        indicator for indicator in framework.indicators if indicator.method is not Method.COMPOSITE
    ]
    indicators: list[IndicatorRow] = []
    for place, leaf in enumerate(leaves):
        state = State.SCORED if (number + place) % 11 else State.NO_DATA
        score = Decimal((number * 7 + place * 13) % 101) if state is State.SCORED else Decimal(0)
        gap = max(Decimal(80) - score, Decimal(0))
        indicators.append(
            IndicatorRow(
                leaf.code,
                leaf.parent,
                state,
                leaf.parent == "OUT",
                leaf.weight,
                round_half_up(Fraction(100, len(leaves))),
                Decimal(place % 6),
                round_half_up(score),
                Decimal("80.00"),
                round_half_up(gap / len(leaves)),
            )
        )
    systems = tuple(_system(system.code, system.pilot, indicators) for system in framework.systems)
    counted = [row.official for row in systems if row.official is not None and not row.pilot]
    official = sum(counted, Fraction(0)) / len(counted)
    return Digest(
        official=official,
        provisional=round_half_up(official),
        completeness=Decimal("97.50"),
        na_share=Decimal("0.00"),
        band=framework.band(round_half_up(official)).code,
        projected_started=round_half_up(official),
        projected_all=Decimal("80.00"),
        plan_progress=Decimal("45.00"),
        errors=errors,
        warnings=number % 4,
        answers=answers,
        stages=tuple(StageRow(stage, 20 - number % 3, 20, 0) for stage in STAGES),
        systems=systems,
        indicators=tuple(indicators),
        gaps=tuple(_gap(rank, row) for rank, row in enumerate(indicators[:12], 1)),
        actions=tuple(_action(number, place) for place in range(8)),
        faults=(ProblemRow("S801", "S06", "06_ประเมิน", "E12", 1 + number % 3, ()),)
        if errors
        else (),
    )


def _system(code: str, pilot: bool, indicators: Sequence[IndicatorRow]) -> SystemRow:
    scores = [Fraction(row.score) for row in indicators if row.system == code and row.score]
    official = sum(scores, Fraction(0)) / len(scores) if scores else Fraction(0)
    low = round_half_up(official) < 60
    return SystemRow(
        code, True, pilot, None, official, round_half_up(official), Decimal(80), Decimal(60), low
    )


def _gap(rank: int, row: IndicatorRow) -> GapRow:
    return GapRow(
        rank,
        row.code,
        row.system,
        row.score or Decimal(0),
        row.target,
        row.weighted_gap or Decimal(0),
        Decimal(90 - rank),
        ("quick", "major", "planned")[rank % 3],
        rank % 2 == 0,
        "หัวหน้าฝ่ายแผนงาน",
        date(2026, 6, 30),
    )


def _action(number: int, place: int) -> ActionRow:
    start = date(2025, 9, 1) + timedelta(days=37 * place)
    rag = (Rag.BLUE, Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY)[(number + place) % 5]
    status = {
        Rag.BLUE: ActionStatus.DONE,
        Rag.GREEN: ActionStatus.IN_PROGRESS,
        Rag.AMBER: ActionStatus.LATE_START,
        Rag.RED: ActionStatus.OVERDUE,
        Rag.GREY: ActionStatus.NOT_DUE,
    }[rag]
    return ActionRow(
        f"A{place + 1:02d}",
        f"จัดทำแนวทางและอบรมเจ้าหน้าที่เรื่องการจัดเก็บข้อมูล ครั้งที่ {place + 1}",
        "หัวหน้าฝ่ายแผนงาน",
        "01.1, 01.2",
        start,
        start + timedelta(days=120),
        Decimal(10 * place),
        Decimal(50),
        Decimal(10 * place - 50),
        status,
        rag,
        False,
        place + number if rag is Rag.RED else 0,
    )


def file_of(number: int, digest: Digest | None, **changes: object) -> ReceivedFile:
    """The workbook of all stages of an office."""
    file = ReceivedFile(
        file=f"2569-1_{code_of(number)}.xlsx",
        sha=f"{number:064d}",
        office=code_of(number),
        name=name_of(number),
        round=ROUND.code,
        framework="pso@1.0",
        claims=(ALL_STAGES,),
        filled=STAGES,
        approved=date(2026, 3, 10) + timedelta(days=number % 8),
        digest=digest,
    )
    return file._replace(**changes)  # pyright: ignore[reportArgumentType]


def code_of(number: int) -> str:
    """``"95-R-001"``; there is no province of that number."""
    return f"99-R-{number:03d}"


def no_errors(_: int) -> int:
    """The forms of every office are without an error."""
    return 0


def name_of(number: int) -> str:
    """A made-up name."""
    return f"สำนักงานตัวอย่างที่ {number} จังหวัดสมมุติ"


def registry_of(count: int) -> Registry:
    """Offices 1 to ``count`` in two peer groups."""
    offices = {
        code_of(number): RegisteredOffice(
            code=code_of(number),
            name=name_of(number),
            kind="ส่วนภูมิภาค",
            peer_group=("บริการ", "ประสานงาน")[number % 2],
            contact=f"โทร. 0 0000 0{number:03d}",
        )
        for number in range(1, count + 1)
    }
    return Registry(province="สมมุติ", round=ROUND, offices=offices)


def refused(file: str, code: str = "F001") -> ReceivedFile:
    """A file that cannot be read."""
    return ReceivedFile(file, outcome=Outcome.REFUSED, problem=Problem(code, Location(file=file)))


def province_of(
    count: int,
    *more: ReceivedFile,
    missing: int = 1,
    errors: Callable[[int], int] = lambda n: n % 3,
) -> Province:
    """``count`` offices of which the last ``missing`` have sent nothing, and other files; how many
    ``errors`` a form has follows from its office's number."""
    framework = load_framework("pso")
    files = [
        file_of(number, digest_of(framework, number, errors=errors(number)))
        for number in range(1, count + 1 - missing)
    ]
    choice = select_files([*files, *more], ROUND.code)
    digests = {
        counted.office: sole.digest
        for counted in choice.offices
        if (sole := counted.sole()) and sole.digest
    }
    return build_province(registry_of(count), framework, choice, digests, ASOF)
