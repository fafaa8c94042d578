"""W: stage 5, weights and indicators."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from pso_excel.core.figures import format_figure, format_plain, round_half_up
from pso_excel.core.problem import Location, Problem
from pso_excel.framework.pack import Direction, Method, is_percent
from pso_excel.model.scorecard import State
from pso_excel.model.submission import Row
from pso_excel.rules.context import Rule, RuleContext, column_range
from pso_excel.scoring.progress import is_fixed

SYSTEMS = "S05.systems"
INDICATORS = "S05.indicators"
ANSWERS = "S06.answers"
HUNDRED = Decimal(100)
TOLERANCE = Decimal("0.01")
DOUBLE = Decimal("1e-9")
RESULTS = frozenset({"output", "outcome"})


def _applying(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.text("applies") != "no"]


def _sum(rows: list[Row]) -> Decimal | None:
    """The sum of the weights, None while any of them is missing or unreadable.

    What is left out may keep its weight or have none. The last digits of a stored double do not
    count: three weights that a spreadsheet computed as 100/3 make 100.
    """
    weights = [row.number_of("weight") for row in rows if not left_without(row)]
    if None in weights:
        return None
    total = sum((weight for weight in weights if weight is not None), Decimal(0))
    return total.quantize(DOUBLE).normalize()


def left_without(row: Row) -> bool:
    """Left out, and without a weight of its own."""
    return row.text("applies") == "no" and row.is_blank("weight")


def system_weights_sum(context: RuleContext) -> Iterator[Problem]:
    """W701: system weights do not add up to 100 (within 0.01; see W723)."""
    for _, place, total in _system_sums(context):
        if abs(total - HUNDRED) > TOLERANCE:
            yield Problem("W701", place, _off(total))


def indicator_weights_sum(context: RuleContext) -> Iterator[Problem]:
    """W702: indicator weights within a system do not add up to 100 (within 0.01; see W723)."""
    for parent, place, total in _indicator_sums(context):
        if abs(total - HUNDRED) > TOLERANCE:
            yield Problem("W702", place, {"sys": parent, **_off(total)})


def weights_nearly_100(context: RuleContext) -> Iterator[Problem]:
    """W723: weights add up to 100 but for what rounding leaves, at most 0.01."""
    for _, place, total in (*_system_sums(context), *_indicator_sums(context)):
        if 0 < abs(total - HUNDRED) <= TOLERANCE:
            yield Problem("W723", place, _off(total))


Total = tuple[str, Location, Decimal]  # of what, where its weights stand, their sum


def _system_sums(context: RuleContext) -> Iterator[Total]:
    entries = context.submission.tables.get(SYSTEMS)
    total = _sum(entries.rows) if entries and entries.rows else None
    if entries and total is not None:
        yield "", column_range(entries, entries.rows, "weight"), total


def _indicator_sums(context: RuleContext) -> Iterator[Total]:
    """Of the indicators of each system, and of those of each composite."""
    entries = context.submission.tables.get(INDICATORS)
    families = _families(context) if entries else {}
    for parent, rows in families.items():
        total = _sum(rows)
        if entries and total is not None:
            yield parent, column_range(entries, rows, "weight"), total


def _off(total: Decimal) -> dict[str, str]:
    """The exact sum and how far it is from 100."""
    return {"sum": format_plain(total), "diff": format_plain(total - HUNDRED)}


def weight_zero(context: RuleContext) -> Iterator[Problem]:
    """W705: it applies, with weight 0, and is not a pilot."""
    pilots = {
        item.code
        for item in (*context.framework.systems, *context.framework.indicators)
        if item.pilot
    }
    for table, key in ((SYSTEMS, "sys"), (INDICATORS, "code")):
        for entries, row in context.submission.cells(table):
            code = row.text(key)
            pilot = code in pilots or row.text("pilot") == "yes"
            if row.text("applies") == "yes" and row.number_of("weight") == 0 and not pilot:
                yield Problem("W705", entries.locate(row, "weight"), {"code": code})


def too_much_left_out(context: RuleContext) -> Iterator[Problem]:
    """W708: the share of the original weight that is N/A exceeds the cap."""
    share, cap = round_half_up(context.scorecard.na_share), context.framework.number("na_cap")
    entries = context.submission.tables.get(SYSTEMS)
    if share > cap and entries and entries.rows and _something_applies(context):
        place = column_range(entries, entries.rows, "applies")
        yield Problem("W708", place, {"pct": format_figure(share), "cap": format_figure(cap)})


def nothing_applies(context: RuleContext) -> Iterator[Problem]:
    """W709: every system or every indicator is N/A, pilots apart, so no score can be computed.

    Told where it is said: of the systems, of the indicators, or in the answers of stage 6.
    """
    card = context.scorecard
    pilots = {system.code for system in (*card.systems, *card.indicators) if system.pilot}
    for table in (SYSTEMS, INDICATORS):
        entries = context.submission.tables.get(table)
        by_key = entries.by_key() if entries else {}
        rows = [row for code, row in by_key.items() if code not in pilots]
        if entries and rows and not _applying(rows):
            yield Problem("W709", column_range(entries, entries.rows, "applies"))
            return
    counted = [leaf for leaf in card.indicators if not leaf.pilot]
    entries = context.submission.tables.get(ANSWERS)
    if entries and counted and all(leaf.state is State.NA for leaf in counted):
        yield Problem("W709", column_range(entries, entries.rows, "state"))


def composite_without_parts(context: RuleContext) -> Iterator[Problem]:
    """W724: a composite indicator has weight and no part; nothing can be said of its score."""
    families = _families(context)
    for entries, row in context.submission.cells(INDICATORS):
        composite = row.text("method") == Method.COMPOSITE and row.text("applies") != "no"
        weight = row.number_of("weight")
        if composite and weight and not families.get(row.text("code")):
            values = {"code": row.text("code"), "w": format_figure(weight)}
            yield Problem("W724", entries.locate(row, "method"), values)


def _something_applies(context: RuleContext) -> bool:
    """Whether any indicator applies; when none does, that is told once (W709)."""
    leaves = [leaf for leaf in context.scorecard.indicators if not leaf.pilot]
    return not leaves or any(leaf.state is not State.NA for leaf in leaves)


def mandatory_left_out(context: RuleContext) -> Iterator[Problem]:
    """W710: a mandatory system is N/A."""
    mandatory = {system.code for system in context.framework.systems if system.mandatory}
    for entries, row in context.submission.cells(SYSTEMS):
        if row.text("sys") in mandatory and row.text("applies") == "no":
            yield Problem("W710", entries.locate(row, "applies"), {"sys": row.text("sys")})


def points_out_of_order(context: RuleContext) -> Iterator[Problem]:
    """W712: the scoring points of a quantity are not complete and strictly increasing.

    A range needs four points, x1 < x2 <= x3 < x4; the other directions five.
    """
    for entries, row in context.submission.cells(INDICATORS):
        if row.text("method") != Method.QUANTITY:
            continue
        ranged = row.text("direction") == Direction.RANGE
        fields = ("x1", "x2", "x3", "x4") if ranged else ("x1", "x2", "x3", "x4", "x5")
        points = [row.number_of(field) for field in fields]
        if any(field in row.unreadable for field in fields) or not _broken(points, ranged):
            continue
        text = ", ".join("–" if point is None else f"{point:f}" for point in points)
        values = {"code": row.text("code"), "points": text}
        place = Location(
            sheet=entries.sheet,
            cell=f"{entries.cell(row, fields[0])}:{entries.cell(row, fields[-1])}",
            stage="S05",
            field="x1",
        )
        yield Problem("W712", place, values)


def _broken(points: list[Decimal | None], ranged: bool) -> bool:
    known = [point for point in points if point is not None]
    if len(known) < len(points):
        return True
    steps = pairwise(known)
    flat_at = 1 if ranged else -1
    return any(b < a or (b == a and i != flat_at) for i, (a, b) in enumerate(steps))


def ratio_without_parts(context: RuleContext) -> Iterator[Problem]:
    """W713: an indicator of the office's own is a percentage, or has a denominator, and does not
    say what is divided; a numerator without a denominator is told by the field itself."""
    for entries, row in context.submission.cells(INDICATORS):
        ratio = is_percent(row.text("unit")) or not row.is_blank("denominator")
        counts = row.text("method") == Method.QUANTITY and row.text("applies") != "no"
        if counts and ratio and row.is_blank("numerator") and not is_fixed(entries.table, row):
            yield Problem("W713", entries.locate(row, "numerator"), {"code": row.text("code")})


def number_of_indicators(context: RuleContext) -> Iterator[Problem]:
    """W715: fewer indicators apply in a system than ``min_indicators``, or more than
    ``max_indicators``. A system that is left out, or a pilot, needs none."""
    least, most = (context.framework.number(f"{end}_indicators") for end in ("min", "max"))
    pilots = {system.code for system in context.framework.systems if system.pilot}
    entries = context.submission.tables.get(INDICATORS)
    families = _families(context)
    if entries is None or not _something_applies(context):
        return
    for systems, system in context.submission.cells(SYSTEMS):
        code = system.text("sys")
        if code in pilots or system.text("applies") == "no":
            continue
        rows = families.get(code, [])
        number = len(_applying(rows))
        if not least <= number <= most:
            values = {
                "sys": code,
                "n": str(number),
                "min": format_plain(least),
                "max": format_plain(most),
            }
            where = column_range(entries, rows, "applies") if rows else None
            yield Problem("W715", where or systems.locate(system, "applies"), values)


def _families(context: RuleContext) -> dict[str, list[Row]]:
    """The indicators by what they belong to."""
    families: dict[str, list[Row]] = {}
    for row in context.submission.rows(INDICATORS):
        families.setdefault(row.text("sys"), []).append(row)
    families.pop("", None)
    return families


def one_weight_too_large(context: RuleContext) -> Iterator[Problem]:
    """W716: one weight is above ``max_weight`` of the hundred. An indicator alone in its system
    has all of it (W715)."""
    most = context.framework.number("max_weight")
    alone = {id(rows[0]) for rows in map(_applying, _families(context).values()) if len(rows) == 1}
    for table, key in ((SYSTEMS, "sys"), (INDICATORS, "code")):
        for entries, row in context.submission.cells(table):
            weight = row.number_of("weight")
            counts = row.text("applies") != "no" and id(row) not in alone
            if counts and weight is not None and most < weight <= HUNDRED:
                values = {
                    "code": row.text(key),
                    "w": format_figure(weight),
                    "max": format_plain(most),
                }
                yield Problem("W716", entries.locate(row, "weight"), values)


def results_weigh_too_little(context: RuleContext) -> Iterator[Problem]:
    """W717: outputs and outcomes hold less than ``results_share`` of the weight that counts.
    Silent while a weight cannot be read or an indicator that counts has no type."""
    least = context.framework.number("results_share")
    entries = context.submission.tables.get(INDICATORS)
    if entries is None or any("weight" in row.unreadable for row in entries.rows):
        return
    types = {indicator.code: indicator.kind for indicator in context.framework.indicators}
    types |= {row.text("code"): row.text("type") for row in entries.rows if row.text("type")}
    held = {
        leaf.code: leaf.share for leaf in context.scorecard.indicators if leaf.share is not None
    }
    if not held or not all(types.get(code) for code in held):
        return
    results = [share for code, share in held.items() if types[code] in RESULTS]
    share = round_half_up(100 * sum(results, Fraction()) / sum(held.values(), Fraction()))
    if share < least:
        place = column_range(entries, entries.rows, "weight")
        yield Problem("W717", place, {"pct": format_figure(share), "min": format_plain(least)})


RULES: tuple[Rule, ...] = (
    system_weights_sum,
    indicator_weights_sum,
    weights_nearly_100,
    weight_zero,
    too_much_left_out,
    nothing_applies,
    composite_without_parts,
    mandatory_left_out,
    points_out_of_order,
    ratio_without_parts,
    number_of_indicators,
    one_weight_too_large,
    results_weigh_too_little,
)
"""Every rule of this room."""
