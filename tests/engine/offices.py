"""Offices made of few values: the worked example of the domain study (F.2) and what tests vary."""

from collections.abc import Mapping
from decimal import Decimal

from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import Scorecard
from pso_excel.model.submission import Submission, Value
from pso_excel.scoring import score
from tests.framework.packs import example
from tests.submissions import Rows, submission_of

Answer = str | int | Decimal | None
PACK = example()
EXAMPLE: Mapping[str, Answer] = {
    "01.1": 2,
    "01.2": Decimal(86),
    "01.3": 3,
    "06.1": 1,
    "06.2": "na",
    "07.1": None,
    "08.1": "nd",
    "08.2": 4,
}
WITHOUT_07: Rows = [{"sys": "SYS-07", "applies": "no", "weight": Decimal(30)}]


def answer_row(code: str, answer: Answer, quantity: bool = False) -> dict[str, Value]:
    """A row of S06: None is blank, "na" and "nd" are states, a number is a level or a value."""
    if answer is None:
        return {"code": code}
    if isinstance(answer, str):
        return {"code": code, "state": answer}
    field = "value" if quantity else "level"
    return {"code": code, "state": "scored", field: Decimal(answer)}


def answer_rows(answers: Mapping[str, Answer], pack: Framework = PACK) -> Rows:
    """The rows of S06 for some answers."""
    quantities = {indicator.code for indicator in pack.indicators if indicator.points}
    return [answer_row(code, answer, code in quantities) for code, answer in answers.items()]


def office(answers: Mapping[str, Answer] = EXAMPLE, **tables: Rows) -> Submission:
    """An office with those answers; further tables as ``S07_actions=...``."""
    made: dict[str, Rows] = {"S05.systems": WITHOUT_07, "S06.answers": answer_rows(answers)}
    made.update({name.replace("_", "."): rows for name, rows in tables.items()})
    return submission_of(made)


def scored(answers: Mapping[str, Answer] = EXAMPLE, **tables: Rows) -> Scorecard:
    """The scorecard of such an office."""
    return score(office(answers, **tables), PACK)
