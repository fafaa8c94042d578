"""A province out of nothing, for tests of what comes after the engine; made by rule, no chance."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from pso_excel.core.figures import shown
from pso_excel.core.problem import Place, Problem
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework, Method
from pso_excel.model.registry import RegisteredOffice, Registry, Round
from pso_excel.model.scorecard import ActionStatus, Rag, State
from pso_excel.province import Province, build_province
from pso_excel.province.office_digest import (
    ActionRow,
    Digest,
    FaultRow,
    GapRow,
    IndicatorRow,
    StageRow,
    SystemRow,
)
from pso_excel.province.select import WHOLE, Outcome, Received, choose

ASOF = date(2026, 3, 31)
ROUND = Round(code="2569-1", due=date(2026, 3, 15), framework="pso@1.0")
STAGES = tuple(f"S{number:02d}" for number in range(11))


def digest_of(framework: Framework, number: int, errors: int = 0, answers: str = "") -> Digest:
    """A filled-in office; ``number`` decides its answers."""
    leaves = [one for one in framework.indicators if one.method is not Method.COMPOSITE]
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
                shown(Fraction(100, len(leaves))),
                Decimal(place % 6),
                shown(score),
                Decimal("80.00"),
                shown(gap / len(leaves)),
            )
        )
    systems = tuple(_system(one.code, one.pilot, indicators) for one in framework.systems)
    counted = [one.official for one in systems if one.official is not None and not one.pilot]
    official = sum(counted, Fraction(0)) / len(counted)
    return Digest(
        official=official,
        provisional=shown(official),
        completeness=Decimal("97.50"),
        na_share=Decimal("0.00"),
        band=framework.band(shown(official)).code,
        projected_started=shown(official),
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
        faults=(FaultRow("S801", "S06", "06_ประเมิน", "E12", 1 + number % 3, ()),) if errors else (),
    )


def _system(code: str, pilot: bool, indicators: Sequence[IndicatorRow]) -> SystemRow:
    scores = [Fraction(row.score) for row in indicators if row.system == code and row.score]
    official = sum(scores, Fraction(0)) / len(scores) if scores else Fraction(0)
    low = shown(official) < 60
    return SystemRow(
        code, True, pilot, None, official, shown(official), Decimal(80), Decimal(60), low
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


def file_of(number: int, digest: Digest | None, **changes: object) -> Received:
    """The workbook of all stages of an office."""
    one = Received(
        file=f"2569-1_{code_of(number)}.xlsx",
        sha=f"{number:064d}",
        office=code_of(number),
        name=name_of(number),
        round=ROUND.code,
        framework="pso@1.0",
        claims=(WHOLE,),
        filled=STAGES,
        approved=date(2026, 3, 10) + timedelta(days=number % 8),
        digest=digest,
    )
    return one._replace(**changes)  # pyright: ignore[reportArgumentType]


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


def refused(file: str, code: str = "F001") -> Received:
    """A file that cannot be read."""
    return Received(file, outcome=Outcome.REFUSED, problem=Problem(code, Place(file=file)))


def province_of(
    count: int, *more: Received, missing: int = 1, errors: Callable[[int], int] = lambda n: n % 3
) -> Province:
    """``count`` offices of which the last ``missing`` have sent nothing, and other files; how many
    ``errors`` a form has follows from its office's number."""
    framework = load_framework("pso")
    files = [
        file_of(number, digest_of(framework, number, errors=errors(number)))
        for number in range(1, count + 1 - missing)
    ]
    choice = choose([*files, *more], ROUND.code)
    digests = {
        one.office: sole.digest for one in choice.offices if (sole := one.sole()) and sole.digest
    }
    return build_province(registry_of(count), framework, choice, digests, ASOF)
