"""S: stage 6, scoring the current status."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_figure, format_plain, round_half_up
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.choices import words_of
from pso_excel.forms.schema import Field
from pso_excel.framework.pack import Indicator, Method, is_percent
from pso_excel.model.scorecard import State
from pso_excel.model.submission import FIRST_SCORING, Row, TableRows
from pso_excel.rules.context import Rule, RuleContext, column_range, together
from pso_excel.scoring.answer_scores import FIELDS, is_possible, measure, ratio
from pso_excel.scoring.scheme import METHODS, scheme_of
from pso_excel.xlsx.workbook import NumberFormatKind, parse_address

ANSWERS = "S06.answers"
INDICATORS = "S05.indicators"
SYSTEMS = "S05.systems"
HUNDRED = Decimal(100)
UNREADABLE = "✖"
"""What the sheet shows for a score whose answer its formulas cannot read."""
ANSWER_FIELDS = tuple(field for fields in FIELDS.values() for field in fields)


def _scored(context: RuleContext, method: Method) -> Iterator[tuple[TableRows, Row]]:
    for entries, row in context.submission.cells(ANSWERS):
        if row.text("method") == method and row.text("state") == "scored":
            yield entries, row


def nothing_assessed(context: RuleContext) -> Iterator[Problem]:
    """S823: stage 6 was submitted, or a stage after it, and nothing in it is answered: there is no
    score. When nothing applies, that is told instead (W709)."""
    entries = context.submission.tables.get(ANSWERS)
    leaves = context.scorecard.indicators
    given = any(leaf.state not in (State.BLANK, State.NA) for leaf in leaves)
    blank = any(leaf.state is State.BLANK and not leaf.pilot for leaf in leaves)
    if entries and "S06" in context.due and blank and not given:
        yield Problem("S823", column_range(entries, entries.rows, "state"))


def unanswered(context: RuleContext) -> Iterator[Problem]:
    """S801: an applicable indicator has no answer, though the assessment was begun."""
    if not any(row.text("state") for row in context.submission.rows(ANSWERS)):
        return
    for entries, row in context.submission.cells(ANSWERS):
        leaf = context.scorecard.leaf(row.text("code"))
        counted = leaf is not None and leaf.share is not None
        if counted and row.is_blank("state"):
            place = entries.locate(row, "state")
            yield Problem("S801", place, {"code": row.text("code"), "cell": place.cell})


def no_quantity(context: RuleContext) -> Iterator[Problem]:
    """S801: a quantity has neither a value nor a numerator."""
    for entries, row in _scored(context, Method.QUANTITY):
        if all(row.is_blank(field) for field in ("value", "numerator", "denominator")):
            place = entries.locate(row, "value")
            yield Problem("S801", place, {"code": row.text("code"), "cell": place.cell})


def denominator_missing(context: RuleContext) -> Iterator[Problem]:
    """S807: a numerator is given and the denominator is zero or blank."""
    for entries, row in _scored(context, Method.QUANTITY):
        given = row.number_of("numerator") is not None
        unusable = row.is_blank("denominator") or row.number_of("denominator") == 0
        if (given and unusable) or row.number_of("denominator") == 0:
            yield Problem("S807", entries.locate(row, "denominator"), {"code": row.text("code")})


def impossible_quantity(context: RuleContext) -> Iterator[Problem]:
    """S808: the numerator is greater than the denominator, for a percentage that cannot be above
    100. S822: another quantity outside the limits of its indicator. Neither earns a score."""
    for entries, row, indicator in _quantities(context):
        x = measure(row, indicator, context.submission.scoring)
        if x is None or is_possible(x, indicator):
            continue
        top, bottom = row.number_of("numerator"), row.number_of("denominator")
        code = row.text("code")
        if top is not None and bottom is not None and top > bottom > 0:
            values = {"a": format_plain(top), "b": format_plain(bottom), "code": code}
            yield Problem("S808", entries.locate(row, "numerator"), values)
            continue
        field = "value" if top is None or bottom is None else "numerator"
        values = {"code": code, "value": format_figure(x), "cell": entries.cell(row, field)}
        yield Problem("S822", entries.locate(row, field), values | _limits(indicator))


def _limits(indicator: Indicator) -> dict[str, str]:
    low, high = indicator.limits
    if low is None:
        return {"limits": f"≤ {format_plain(high or HUNDRED)}"}
    return {
        "limits": f"≥ {format_plain(low)}"
        if high is None
        else f"{format_plain(low)}–{format_plain(high)}"
    }


def _quantities(context: RuleContext) -> Iterator[tuple[TableRows, Row, Indicator]]:
    """The answers scored by a quantity, each with its indicator as stage 5 has it."""
    indicators = {
        indicator.code: indicator
        for indicator in scheme_of(context.submission, context.framework).indicators
    }
    for entries, row in _scored(context, Method.QUANTITY):
        indicator = indicators.get(row.text("code"))
        if indicator is not None:
            yield entries, row, indicator


def ratio_of_another_unit(context: RuleContext) -> Iterator[Problem]:
    """S828: a form of the first edition multiplies the ratio of an indicator by 100 though its unit
    is no percentage; its score stays what it was issued to be."""
    if context.submission.scoring != FIRST_SCORING:
        return
    for entries, row, indicator in _quantities(context):
        top, bottom = row.number_of("numerator"), row.number_of("denominator")
        if top is None or not bottom or indicator.in_percent:
            continue
        values = {
            "code": row.text("code"),
            "value": format_figure(100 * Fraction(top) / Fraction(bottom)),
            "ratio": format_figure(Fraction(top) / Fraction(bottom)),
            "unit": indicator.unit,
        }
        yield Problem("S828", entries.locate(row, "numerator"), values)


def value_beside_ratio(context: RuleContext) -> Iterator[Problem]:
    """S826: a value stands beside a numerator and a denominator that give another one."""
    for entries, row, indicator in _quantities(context):
        top, bottom = row.number_of("numerator"), row.number_of("denominator")
        value = row.number_of("value")
        if value is None or top is None or not bottom:
            continue
        given = ratio(top, bottom, indicator, context.submission.scoring)
        if given is not None and round_half_up(value) != round_half_up(given):
            values = {
                "code": row.text("code"),
                "value": format_plain(value),
                "ratio": format_figure(given),
            }
            yield Problem("S826", entries.locate(row, "value"), values)


def typed_in_vain(context: RuleContext) -> Iterator[Problem]:
    """S824: a cell is filled in that the indicator's method does not use. S825: an answer stands
    beside a state that says there is none. Both are told once a row, with every such cell."""
    for entries, row in context.submission.cells(ANSWERS):
        state, method = row.text("state"), row.text("method")
        used = FIELDS.get(METHODS.get(method, Method.COMPOSITE), ()) if state == "scored" else ()
        vain = [field for field in ANSWER_FIELDS if field in row.values and field not in used]
        if not vain or not state or (state == "scored" and method not in METHODS):
            continue
        values: dict[str, str | Bilingual] = {
            "code": row.text("code"),
            "cells": ", ".join(entries.cell(row, field) for field in vain),
            "value": ", ".join(quoted_field(entries.table.field(field), row) for field in vain),
        }
        if state == "scored":
            values["method"] = words_of("method", method)
            yield Problem("S824", entries.locate(row, vain[0]), values)
        else:
            values["state"] = words_of("answer_state", state)
            yield Problem("S825", entries.locate(row, vain[0]), values)


def quoted_field(field: Field, row: Row) -> str:
    """What was typed in a field, as a message quotes it."""
    value = row.values[field.id]
    if isinstance(value, Decimal):
        return format_plain(value)
    return words_of(field.choices, str(value)).th if field.choices else str(value)


def fraction_for_percent(context: RuleContext) -> Iterator[Problem]:
    """S809: a value above 0 and up to 1 for an indicator measured in percent.

    Silent for a cell that shows a percentage, and where the indicator's own points are as small.
    """
    in_percent = _in_percent(context)
    for entries, row in _scored(context, Method.QUANTITY):
        value = row.number_of("value")
        if value is None or not 0 < value <= 1 or row.text("code") not in in_percent:
            continue
        place = entries.locate(row, "value")
        if not _shows_percent(context, place):
            values = {
                "code": row.text("code"),
                "value": format_plain(value),
                "guess": format_plain(value * HUNDRED),
                "cell": place.cell,
            }
            yield Problem("S809", place, values)


def _in_percent(context: RuleContext) -> set[str]:
    """The indicators whose unit is a percentage and whose points all lie above 1."""
    indicators = scheme_of(context.submission, context.framework).indicators
    return {
        indicator.code
        for indicator in indicators
        if indicator.in_percent and min(indicator.points, default=2) > 1
    }


def _shows_percent(context: RuleContext, place: Location) -> bool:
    sheet = context.book.sheets.get(place.sheet)
    if sheet is None or not place.cell:
        return False
    cell = sheet.cell(*parse_address(place.cell))
    typed = cell.value if isinstance(cell.value, str) else ""
    return cell.format_kind is NumberFormatKind.PERCENT or is_percent(typed)


def gate_broken(context: RuleContext) -> Iterator[Problem]:
    """S810: boxes of a higher tier are ticked while a lower tier is incomplete."""
    for entries, row, boxes in _tiers(context):
        ticked = [row.number_of(field) or Decimal(0) for field in TIERS]
        for tier in (1, 2):
            lower = next((i for i in range(tier) if ticked[i] < boxes[i]), None)
            if ticked[tier] > 0 and lower is not None:
                missing = entries.table.field(TIERS[lower]).label
                place = entries.locate(row, TIERS[tier])
                yield Problem("S810", place, {"code": row.text("code"), "missing": missing})
                break


TIERS = ("basic", "advance", "significance")


def _tiers(context: RuleContext) -> Iterator[tuple[TableRows, Row, tuple[Decimal, ...]]]:
    """The answers scored by tiers, each with how many boxes its tiers have."""
    indicators = {row.text("code"): row for row in context.submission.rows(INDICATORS)}
    pack = {
        indicator.code: indicator.boxes
        for indicator in context.framework.indicators
        if indicator.boxes
    }
    for entries, row in _scored(context, Method.TIERS):
        code = row.text("code")
        yield entries, row, _boxes(indicators.get(code), pack.get(code))


def _boxes(row: Row | None, pack: tuple[int, int, int] | None) -> tuple[Decimal, ...]:
    counts = [row.number_of(f"n_{tier}") if row else None for tier in TIERS]
    default = pack or (0, 0, 0)
    return tuple(Decimal(default[i]) if count is None else count for i, count in enumerate(counts))


def too_many_boxes(context: RuleContext) -> Iterator[Problem]:
    """S802: more boxes are ticked than the tier has."""
    for entries, row, boxes in _tiers(context):
        for tier, most in zip(TIERS, boxes, strict=True):
            ticked = row.number_of(tier)
            if ticked is not None and ticked > most:
                place = entries.locate(row, tier)
                values = {
                    "value": format_plain(ticked),
                    "levels": f"0–{format_plain(most)}",
                    "cell": place.cell,
                }
                yield Problem("S802", place, values)


def applies_differs(context: RuleContext) -> Iterator[Problem]:
    """S811: N/A in stage 6 but applicable in stage 5, or the reverse.

    An indicator whose system or composite is left out counts as left out in stage 5.
    """
    scheme = scheme_of(context.submission, context.framework)
    planned = {
        row.text("code") for row in context.submission.rows(INDICATORS) if row.text("applies")
    }
    for entries, row in context.submission.cells(ANSWERS):
        code, stage6 = row.text("code"), row.text("state")
        if code not in planned or not stage6:
            continue
        stage5 = "yes" if scheme.applies(code) else "no"
        if (stage5 == "no") != (stage6 == "na"):
            values = {
                "code": code,
                "a": words_of("applies", stage5),
                "b": words_of("answer_state", stage6),
            }
            yield Problem("S811", entries.locate(row, "state"), values)


def level_without_evidence(context: RuleContext) -> Iterator[Problem]:
    """S803: a level from which evidence is asked, without evidence."""
    least = context.framework.number("evidence_from")
    for entries, row in _scored(context, Method.LEVEL):
        level = row.number_of("level")
        if level is not None and level >= least and row.is_blank("evidence"):
            values = {"code": row.text("code"), "lv": format_plain(level)}
            yield Problem("S803", entries.locate(row, "evidence"), values)


def sheet_differs(context: RuleContext) -> Iterator[Problem]:
    """S818: a score shown in the sheet differs from the computed one by over 0.01, or the sheet
    cannot read an answer that was understood here.

    A formula that was never calculated shows nothing and is no fault.
    """
    entries = context.submission.tables.get(ANSWERS)
    sheet = context.book.sheets.get(entries.sheet) if entries else None
    if entries is None or sheet is None:
        return
    for row in entries.rows:
        leaf = context.scorecard.leaf(row.text("code"))
        cell = entries.cell(row, "score")
        seen = sheet.cell(*parse_address(cell)).value if cell else None
        if leaf is None or leaf.score is None or row.followed:
            continue
        told = ""
        if isinstance(seen, Decimal) and abs(
            round_half_up(seen) - round_half_up(leaf.score)
        ) > Decimal("0.01"):
            told = format_figure(seen)
        elif seen == UNREADABLE:
            told = UNREADABLE
        if told:
            values = {"a": told, "b": format_figure(leaf.score)}
            yield Problem("S818", entries.locate(row, "score"), values)


def no_data(context: RuleContext) -> Iterator[Problem]:
    """S819: "no data" is scored as 0 and flagged."""
    for entries, row in context.submission.cells(ANSWERS):
        if row.text("state") == "nd":
            yield Problem("S819", entries.locate(row, "state"), {"code": row.text("code")})


RULES: tuple[Rule, ...] = (
    nothing_assessed,
    unanswered,
    no_quantity,
    denominator_missing,
    impossible_quantity,
    ratio_of_another_unit,
    value_beside_ratio,
    typed_in_vain,
    fraction_for_percent,
    gate_broken,
    too_many_boxes,
    applies_differs,
    level_without_evidence,
    together(sheet_differs),
    no_data,
)
