"""W717 and W722 on a whole office: the part of results in its weights, and what changed since the
round before."""

from decimal import Decimal

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Problem
from pso_excel.model.submission import PreviousSubmissions, Value
from tests.rules.cases import found_after
from tests.rules.changed import Changes, cells, fires, found, place, quiet
from tests.submissions import submission_of

D = Decimal
NO = "ไม่เกี่ยวข้อง"
OWN: Changes = {
    f"S05.indicators 41 {field}": value
    for field, value in {
        "code": "01.9", "sys": "SYS-01", "indicator": "ตัวชี้วัดของเรา", "type": "ผลผลิต",
        "method": "ระดับ", "applies": "ใช้ประเมิน", "weight": D(0),
    }.items()
}  # fmt: skip
WEIGHT, LOWER = "S05.systems 2 weight", {"S05.systems 2 weight": D(8)}


def on_process(weight: int) -> Changes:
    """That weight on a system that is two thirds process, the rest on one of results only."""
    others = {f"S05.systems {row} weight": D(0) for row in range(10)}
    return {**others, "S05.systems 2 weight": D(weight), "S05.systems 6 weight": D(100 - weight)}


@pytest.mark.parametrize(
    ("changes", "ranges"),
    [
        pytest.param(on_process(76), {"J6:J46"}, id="W717 fires: 49.33 % on results"),
        pytest.param(on_process(74), set[str](), id="W717 quiet: 50.67 % on results"),
        pytest.param({**on_process(76), "S05.indicators 0 weight": "มาก"}, set[str](),
                     id="W717 quiet: a weight that cannot be read"),
        pytest.param({**on_process(76), **OWN, "S05.indicators 41 type": None}, set[str](),
                     id="W717 quiet: an indicator without a type"),
    ],
)  # fmt: skip
def test_the_part_of_results(changes: Changes, ranges: set[str]) -> None:
    assert {cell for _, cell in cells("W717", found(changes))} == ranges


@pytest.mark.parametrize(
    ("code", "at", "now", "before"),
    [
        fires("W722", "another weight", WEIGHT, {}, LOWER),
        fires("W722", "it applied", "S05.systems 1 applies", {"S05.systems 1 applies": NO}, {}),
        fires("W722", "an indicator's weight", "S05.indicators 3 weight",
              {"S05.indicators 3 weight": D(21)}, {}),
        fires("W722", "an indicator of its own is new", "S05.indicators 41 code", OWN, {}),
        fires("W722", "an indicator of its own is gone", "S05.indicators 41 code", {}, OWN),
        fires("W722", "and is scored otherwise", "S05.indicators 41 method",
              {**OWN, "S05.indicators 41 method": "ใช่-ไม่ใช่"}, OWN),
        quiet("W722", "the same", OWN, OWN),
        quiet("W722", "another target", {"S05.systems 2 target": D(90)}, {}),
        quiet("W722", "another owner", {"S05.indicators 3 owner": "วันดี มีสุข"}, {}),
        quiet("W722", "a weight that cannot be read now", {WEIGHT: "มาก"}, {}),
        quiet("W722", "nothing is known of the round before", LOWER, None),
    ],
)  # fmt: skip
def test_since_the_round_before(code: str, at: str, now: Changes, before: Changes | None) -> None:
    assert cells(code, found(now, last_round=before)) == place(at)


def test_a_round_on_another_framework_is_not_compared_W722_quiet() -> None:
    weights: list[dict[str, Value]] = [{"sys": "SYS-01", "weight": D(10)}]
    before = PreviousSubmissions(round=submission_of({"S05.systems": weights}, framework="pso@0.9"))
    codes = {code for code, _ in found_after(before, {"S05.systems": [{"sys": "SYS-02"}]})}
    assert "W722" not in codes


def told(now: Changes, before: Changes) -> Problem:
    return next(problem for problem in found(now, last_round=before) if problem.code == "W722")


def test_the_change_is_quoted_in_both_languages() -> None:
    problem = told({WEIGHT: D("12.5")}, {})
    assert "น้ำหนัก (ร้อยละ) 10 → 12.5" in message(problem, "th")
    assert "Weight (%) 10 → 12.5" in message(problem, "en")
    problem = told({"S05.systems 1 applies": NO}, {})
    assert "ใช้ประเมิน → ไม่เกี่ยวข้อง" in message(problem, "th")
    assert "gone in this round" in message(told({}, OWN), "en")
