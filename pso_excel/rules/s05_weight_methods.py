"""W718 to W721, W725: the weights of the systems reproduce the method they are said to come from.

Systems may be weighed by several methods: each method shares out what the others leave of 100.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_figure, format_plain, round_half_up
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.choices import words_of
from pso_excel.forms.schema import FilledBy, Table
from pso_excel.model.problem_groups import first_few
from pso_excel.model.submission import Row, Submission, Value
from pso_excel.rules.context import Rule, RuleContext, first_free_cell
from pso_excel.rules.s05_weights import left_without
from pso_excel.scoring.progress import is_fixed
from pso_excel.scoring.weight_methods import (
    Comparison,
    Matrix,
    ahp,
    hundredths,
    matrix_of,
    points,
    rank_centroid,
    rank_sum,
    ranks_fit,
)

SYSTEMS = "S05.systems"
PAIRS = "S05.pairs"
TOLERANCE = Decimal("0.01")
FULL, FULL_SHARE = Decimal(100), Fraction(100)
MOST_PAIRS = 10
Pairs = Sequence[tuple[str, str]]
BY_RAW: Mapping[str, Callable[[Sequence[Decimal]], Sequence[Fraction]]] = {
    "points": points,
    "rank_sum": rank_sum,
    "roc": rank_centroid,
}


class _Group(NamedTuple):
    """The systems weighed by one method, and what is left of 100 for them beside the others' typed
    weights; None while one of those is missing or unreadable."""

    method: str
    rows: list[Row]
    rest: Fraction | None

    @property
    def codes(self) -> list[str]:
        """Their codes."""
        return [row.text("sys") for row in self.rows]


def _groups(context: RuleContext) -> Iterator[_Group]:
    """The systems that carry weight, by the method they are said to be weighed by."""
    pilots = {system.code for system in context.framework.systems if system.pilot}
    rows = [
        row
        for row in context.submission.rows(SYSTEMS)
        if row.text("sys") not in pilots and not left_without(row)
    ]
    compared = {row.text(side) for row in context.submission.rows(PAIRS) for side in ("a", "b")}
    by_method: dict[str, list[Row]] = {}
    for row in rows:
        if row.text("applies") != "no" or _is_judged(row, compared):
            by_method.setdefault(row.text("weight_method"), []).append(row)
    for method, own in by_method.items():
        others = [row.number_of("weight") for row in rows if row not in own]
        known = [weight for weight in others if weight is not None]
        rest = Fraction(FULL - sum(known, Decimal(0))) if len(known) == len(others) else None
        yield _Group(method, own, rest)


def _is_judged(row: Row, compared: set[str]) -> bool:
    """Whether a system that is left out still has the judgement its weight came from."""
    method = row.text("weight_method")
    if method == "ahp":
        return row.text("sys") in compared
    return method == "equal" or not row.is_blank("raw")


def ranks_wrong(context: RuleContext) -> Iterator[Problem]:
    """W720: the ranks are not 1 to n (ties share the mean of their places)."""
    for group in _groups(context):
        ranks = [row.number_of("raw") for row in group.rows]
        given = [rank for rank in ranks if rank is not None]
        ranked = group.method in ("rank_sum", "roc") and len(given) == len(ranks)
        if ranked and not ranks_fit(given):
            entries = context.submission.tables[SYSTEMS]
            place = entries.locate(group.rows[0], "raw")
            yield Problem("W720", place, {"ranks": ", ".join(format_plain(rank) for rank in given)})


def method_not_reproduced(context: RuleContext) -> Iterator[Problem]:
    """W721: the stated method does not reproduce a weight (within 0.01). The weights advised add up
    to what is left for them, by largest remainder."""
    entries = context.submission.tables.get(SYSTEMS)
    for group in _groups(context):
        computed = _computed(context, group)
        for row, right, advised in zip(group.rows, computed, _advised(computed), strict=False):
            typed = row.number_of("weight")
            if entries is None or typed is None:
                continue
            if (
                min(abs(round_half_up(typed) - round_half_up(item)) for item in (right, advised))
                > TOLERANCE
            ):
                values = {
                    "method": words_of("weight_method", group.method),
                    "code": row.text("sys"),
                    "calc": format_figure(advised),
                    "value": format_figure(typed),
                }
                yield Problem("W721", entries.locate(row, "weight"), values)


def _advised(weights: Sequence[Fraction]) -> Sequence[Fraction | Decimal]:
    """The weights in two decimals that add up to the same, where that is possible."""
    whole = sum(weights, Fraction(0)) * 100
    return hundredths(weights) if whole.denominator == 1 else weights


def _computed(context: RuleContext, group: _Group) -> Sequence[Fraction]:
    """The weights the method gives; none when it cannot be carried out."""
    method, rows, rest = group
    if rest is None or rest < 0:
        return ()
    part = rest / FULL_SHARE
    if method == "equal":
        return [rest / len(rows)] * len(rows)
    if method == "ahp":
        comparison = _comparison(context, group)
        return [Fraction(weight) * part for weight in comparison.weights] if comparison else ()
    raw = [row.number_of("raw") for row in rows]
    given = [number for number in raw if number is not None]
    if method not in BY_RAW or len(given) < len(raw):
        return ()
    try:
        return [weight * part for weight in BY_RAW[method](given)]
    except ValueError:
        return ()


def _judgements(context: RuleContext, codes: Sequence[str]) -> tuple[Matrix, Pairs]:
    judged: dict[tuple[str, str], Fraction] = {}
    for row in context.submission.rows(PAIRS):
        times = row.number_of("times")
        if times is not None and times > 0:
            judged[row.text("a"), row.text("b")] = Fraction(times)
    return matrix_of(codes, judged)


def _comparison(context: RuleContext, group: _Group) -> Comparison | None:
    """The pairwise comparison, None while pairs are missing or not positive."""
    matrix, missing = _judgements(context, group.codes)
    return None if missing else ahp(matrix)


def pairs_missing(context: RuleContext) -> Iterator[Problem]:
    """W725: systems are said to be weighed in pairs, and pairs of them are not judged."""
    entries = context.submission.tables.get(PAIRS)
    for group in _groups(context):
        missing = _judgements(context, group.codes)[1] if group.method == "ahp" else ()
        unread = any("times" in row.unreadable for row in context.submission.rows(PAIRS))
        if entries and missing and not unread:
            named = first_few(("–".join(pair) for pair in missing), MOST_PAIRS)
            values = {"n": str(len(missing)), "pairs": named}
            yield Problem("W725", first_free_cell(entries, "a"), values)


def inconsistent(context: RuleContext) -> Iterator[Problem]:
    """W718, W719: the consistency ratio of the comparison is above the limits."""
    for group in _groups(context):
        comparison = _comparison(context, group) if group.method == "ahp" else None
        ratio = comparison.ratio if comparison else None
        if comparison is None or ratio is None or ratio <= context.framework.number("cr_good"):
            continue
        codes = group.codes
        pairs = "; ".join("–".join(codes[place] for place in triad) for triad in comparison.triads)
        entries = context.submission.tables[PAIRS]
        place = Location(sheet=entries.sheet, stage="S05", field="times")
        if entries.rows:
            place = entries.locate(entries.rows[0], "times")
        code = "W718" if ratio > context.framework.number("cr_limit") else "W719"
        yield Problem(code, place, {"cr": format_figure(ratio), "pairs": pairs})


MEASURES: Mapping[str, tuple[str, ...]] = {
    "S05.systems": ("applies", "weight"),
    "S05.indicators": (
        *("sys", "indicator", "type", "method", "applies", "weight", "unit", "direction"),
        *("numerator", "denominator", "x1", "x2", "x3", "x4", "x5"),
        *("n_basic", "n_advance", "n_significance", "pilot"),
    ),
}
"""What a score depends on. Targets, owners and sources may change and a trend still holds."""


def measured_otherwise(context: RuleContext) -> Iterator[Problem]:
    """W722: a system or an indicator is new, or what its score depends on is not as it was in the
    round before, told at its first cell that differs; or it is gone, told below the table. Silent
    when that round is not at hand or was assessed on another framework: nothing can be compared.
    """
    before = context.earlier.round
    if before is None or before.framework != context.submission.framework:
        return
    for table in MEASURES:
        known = _by_key(before, table)
        entries = context.submission.tables.get(table)
        if not known or entries is None:
            continue
        for code, row in entries.by_key().items():
            old = known.pop(code, None)
            changed = _changed(entries.table, old, row) if old else []
            if old is None or changed:
                place = entries.locate(row, changed[0] if changed else entries.table.key)
                what = _what(entries.table, old, row, changed)
                yield Problem("W722", place, {"code": code, "what": what})
        if known:
            place = first_free_cell(entries, entries.table.key)
            values = {"code": ", ".join(known), "what": term("gone_this_round")}
            yield Problem("W722", place, values)


def _by_key(submission: Submission, table: str) -> dict[str, Row]:
    entries = submission.tables.get(table)
    return entries.by_key() if entries else {}


def _changed(table: Table, old: Row, row: Row) -> list[str]:
    """The fields that differ; what the framework writes in its own rows is the same in both."""
    fields = MEASURES[table.id]
    if is_fixed(table, row):
        fields = tuple(field for field in fields if table.field(field).writer is FilledBy.OFFICE)
    return [field for field in fields if _differs(old, row, field)]


def _differs(old: Row, row: Row, field: str) -> bool:
    """Whether a field says something else; what cannot be read now is told as such."""
    return field not in row.unreadable and _compared(old.get(field)) != _compared(row.get(field))


def _compared(value: Value | None) -> Value | None:
    return round_half_up(value) if isinstance(value, Decimal) else value


def _what(table: Table, old: Row | None, row: Row, changed: list[str]) -> Bilingual:
    """``"น้ำหนัก (ร้อยละ) 10 → 12, ประเภท"``; a text is only named, not quoted."""
    if old is None:
        return term("new_this_round")
    parts = [_change_words(table, old, row, field_id) for field_id in changed]
    return Bilingual(", ".join(words.th for words in parts), ", ".join(words.en for words in parts))


def _change_words(table: Table, old: Row, row: Row, field_id: str) -> Bilingual:
    field = table.field(field_id)
    both = [_quoted(field.choices, each_row.get(field_id)) for each_row in (old, row)]
    label = field.label
    if None in both:
        return label
    before, now = (words for words in both if words is not None)
    return Bilingual(f"{label.th} {before.th} → {now.th}", f"{label.en} {before.en} → {now.en}")


def _quoted(choices: str, value: Value | None) -> Bilingual | None:
    """A number or a choice as it is quoted; None for a text and for nothing."""
    if isinstance(value, Decimal):
        return Bilingual(format_plain(value), format_plain(value))
    return words_of(choices, value) if choices and isinstance(value, str) else None


RULES: tuple[Rule, ...] = (
    ranks_wrong,
    method_not_reproduced,
    pairs_missing,
    inconsistent,
    measured_otherwise,
)
"""Every rule of this file."""
