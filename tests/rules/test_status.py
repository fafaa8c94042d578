"""Stage 6, in a whole office's workbook: what each score stands on (S)."""

from datetime import date

import pytest

from pso_excel.model.registry import Registry, Round
from pso_excel.xlsx.workbook import Cell
from tests.complete import complete
from tests.rules.changed import PSO, Changes, cells, fires, found, place, quiet

A, E, T = "S06.answers", "EVIDENCE.register", "S06.assessors"
LEVELS = [n for n, line in enumerate(complete(PSO)[A]) if "level" in line]
SAME: Changes = {f"{A} {n} level": "3" for n in LEVELS}
LEFT_OUT: Changes = {
    "S05.indicators 3 applies": "ไม่เกี่ยวข้อง",
    "S05.indicators 3 na_reason": "ไม่มีภารกิจด้านนี้",
    "S05.indicators 3 na_approver": "มติ 3/2569",
}
NA: Changes = {f"{A} 3 state": "ไม่เกี่ยวข้อง", f"{A} 3 level": None}
NOT_APPLYING: Changes = NA | {"S07.actions 3 indicators": "02.3"}
OLD: Changes = {f"{E} 0 doc_date": "30/09/2568"}
NO_PERIOD: Changes = {f"{E} 0 period_from": None, f"{E} 0 period_to": None}
TWO_YEARS_AGO: Changes = {f"{E} 0 period_from": "01/10/2566", f"{E} 0 period_to": "30/09/2567"}
FEW: Changes = {f"{T} 3 a{n}": None for n in range(3, 8)}


@pytest.mark.parametrize(
    ("code", "at", "changes"),
    [
        fires("S801", "no state", f"{A} 9 state", {f"{A} 9 state": None}),
        fires("S801", "no level", f"{A} 9 level", {f"{A} 9 level": None}),
        quiet("S801", "no data is an answer", {f"{A} 9 state": "ไม่มีข้อมูล", f"{A} 9 level": None}),
        quiet("S801", "left out in stage 5", LEFT_OUT | {f"{A} 3 state": None}),
        fires("S802", "no such level", f"{A} 3 level", {f"{A} 3 level": "7"}),
        fires("S802", "no number", f"{A} 3 level", {f"{A} 3 level": "ดี"}),
        fires("S802", "an assessor's level", f"{T} 3 a2", {f"{T} 3 a2": "6"}),
        quiet("S802", "the lowest level", {f"{A} 3 level": "0"}),
        fires("S803", "level 2 without", f"{A} 6 evidence", {f"{A} 6 evidence": None}),
        quiet("S803", "level 1 without", {f"{A} 5 evidence": None}),
        fires("S829", "six alike", f"{A} 0 reason", {f"{A} {n} reason": "ทำแล้ว" for n in range(6)}),
        quiet("S829", "five alike", {f"{A} {n} reason": "ทำแล้ว" for n in range(5)}),
        fires("H221", "evidence of tomorrow", f"{E} 0 doc_date", {f"{E} 0 doc_date": "01/04/2569"}),
        quiet("H221", "evidence of today", {f"{E} 0 doc_date": "31/03/2569"}),
        fires("H221", "assessed tomorrow", f"{A} 0 assessed_date",
              {f"{A} 0 assessed_date": "01/04/2569"}),
        quiet("H221", "assessed after the round, which S820 tells",
              {f"{A} 0 assessed_date": "01/10/2569"}),
        quiet("H216", "assessed long ago, which S820 tells",
              {f"{A} 0 assessed_date": "01/10/2512"}),
        quiet("S805", "still to come, which H221 tells",
              NO_PERIOD | {f"{E} 0 doc_date": "01/10/2569"}),
        fires("H221", "approved tomorrow", "S00.cover 0 approved_date",
              {"S00.cover 0 approved_date": "01/04/2569"}),
        fires("S804", "not in the register", f"{A} 4 evidence", {f"{A} 4 evidence": "E001, E999"}),
        quiet("S804", "two that are", {f"{A} 4 evidence": "E001, e002"}),
        fires("S805", "the day before", f"{E} 0 doc_date", OLD | NO_PERIOD),
        fires("S805", "what it covers is over", f"{E} 0 doc_date", OLD | TWO_YEARS_AGO),
        quiet("S805", "the first day", {f"{E} 0 doc_date": "01/10/2568"} | NO_PERIOD),
        quiet("S805", "an old paper still in force", OLD),
        quiet("S805", "nobody quotes it", {f"{E} 10 code": "E011", f"{E} 10 doc_date": "1/1/2567"}),
        fires("S806", "a word", f"{A} 7 value", {f"{A} 7 value": "มาก"}),
        quiet("S806", "Thai digits", {f"{A} 7 value": "๘๗.๕"}),
        fires("S807", "zero", f"{A} 0 denominator", {f"{A} 0 denominator": "0"}),
        fires("S807", "blank", f"{A} 0 denominator", {f"{A} 0 denominator": None}),
        quiet("S807", "one", {f"{A} 0 numerator": "1", f"{A} 0 denominator": "1"}),
        fires("S808", "more than all", f"{A} 2 numerator", {f"{A} 2 numerator": "121"}),
        quiet("S808", "all of them", {f"{A} 2 numerator": "120"}),
        fires("S811", "out in stage 6 alone", f"{A} 3 state", NOT_APPLYING),
        fires("S811", "out in stage 5 alone", f"{A} 3 state", LEFT_OUT),
        quiet("S811", "out in both", LEFT_OUT | NOT_APPLYING),
        fires("S812", "level 5", f"{A} 4 reason", {f"{A} 4 reason": "ดีมาก"}),
        fires("S812", "level 0, none", f"{A} 3 reason",
              {f"{A} 3 level": "0", f"{A} 3 reason": None}),
        quiet("S812", "level 2", {f"{A} 6 reason": "ดี"}),
        quiet("S812", "20 letters", {f"{A} 4 reason": "ก" * 20}),
        fires("S813", "2 apart", f"{T} 3 consensus",
              {f"{T} 3 a1": "2", f"{T} 3 consensus": None}),
        quiet("S813", "1 apart", {f"{T} 3 a1": "3", f"{T} 3 consensus": None}),
        quiet("S813", "the meeting was held", {f"{T} 3 a1": "2"}),
        fires("S814", "above them all", f"{T} 3 reason",
              {f"{T} 3 consensus": "5", f"{T} 3 reason": None}),
        quiet("S814", "above them, with a reason", {f"{T} 3 consensus": "5"}),
        quiet("S814", "between them", {f"{T} 3 a1": "3", f"{T} 3 reason": None}),
        fires("S815", "one assessor", f"{T} 3 a2", FEW | {f"{T} 3 a2": None}),
        quiet("S815", "two assessors", FEW),
        quiet("S815", "none, and no consensus", {f"{T} 3": None}),
        fires("S816", "all alike", f"{A} {LEVELS[0]} level", SAME),
        quiet("S816", "all but one", SAME | {f"{A} {LEVELS[-1]} level": "2"}),
        quiet("S816", "one not answered yet", SAME | {f"{A} 0 state": None}),
        fires("S818", "typed over", f"{A} 3 score", {f"{A} 3 score": Cell(PSO.full, True)}),
        quiet("S818", "as computed", {f"{A} 3 score": Cell(PSO.rubric[4].score, is_formula=True)}),
        fires("S819", "no data", f"{A} 3 state", {f"{A} 3 state": "ไม่มีข้อมูล", f"{A} 3 level": None}),
        quiet("S819", "zero", {f"{A} 3 level": "0"}),
        fires("S820", "the day before", at := f"{A} 0 assessed_date", {at: "30/09/2568"}),
        fires("S820", "the day after", at := f"{A} 0 assessed_date", {at: "01/10/2569"}),
        quiet("S820", "the first day", {f"{A} 0 assessed_date": "01/10/2568"}),
        fires("S821", "the sixth use", f"{E} 0 code", {f"{A} 1 evidence": "E001, E002"}),
        quiet("S821", "five uses",
              {f"{A} 1 evidence": "E001, E002", f"{A} 10 evidence": "E002"}),
    ],
)  # fmt: skip
def test_answers(code: str, at: str, changes: Changes) -> None:
    assert cells(code, found(changes)) == place(at)


@pytest.mark.parametrize(
    ("code", "at", "before"),
    [
        fires("S817", "two levels up", f"{A} 4 level", {f"{A} 4 level": "3"}),
        quiet("S817", "one level up", {f"{A} 4 level": "4"}),
        quiet("S817", "two levels down", {f"{A} 5 level": "3"}),
        quiet("S817", "not scored then", {f"{A} 4 state": "ไม่มีข้อมูล", f"{A} 4 level": None}),
    ],
)
def test_a_level_is_compared_with_the_round_before(code: str, at: str, before: Changes) -> None:
    assert cells(code, found({}, last_round=before)) == place(at)


def of_round(code: str) -> Registry:
    """A province whose round is from 1 January to 15 February."""
    return Registry(
        province="แม่ฮ่องสอน",
        round=Round(code=code, begins=date(2026, 1, 1), ends=date(2026, 2, 15)),
    )


def test_S820_fires_and_S805_fires_by_the_days_that_the_province_set() -> None:
    problems = found(NO_PERIOD | {f"{E} 0 doc_date": "31/12/2568"}, registry=of_round("2569-1"))
    told = {problem.location.field for problem in problems if problem.code == "S820"}
    assert told == {"assessed_date"}
    assert cells("S805", problems) == place(f"{E} 0 doc_date")


def test_S820_quiet_and_S805_quiet_where_the_days_are_of_another_round() -> None:
    problems = found(NO_PERIOD | {f"{E} 0 doc_date": "31/12/2568"}, registry=of_round("2569-2"))
    assert cells("S820", problems) | cells("S805", problems) == set()
