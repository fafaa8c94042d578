"""W722: what stage 5 measures otherwise than in the round before."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pso_excel.core.bilingual import Words
from pso_excel.core.figures import plain, shown
from pso_excel.core.messages import worded
from pso_excel.core.problem import Problem
from pso_excel.forms.choices import words_of
from pso_excel.forms.schema import Table, Writer
from pso_excel.model.submission import Row, Submission, Value
from pso_excel.rules.context import Case, Rule, next_place
from pso_excel.rules.field_checks__intake_needing_part import is_fixed

MEASURES: Mapping[str, tuple[str, ...]] = {
    "S05.systems": ("applies", "weight"),
    "S05.indicators": (
        *("sys", "indicator", "type", "method", "applies", "weight", "unit", "direction"),
        *("numerator", "denominator", "x1", "x2", "x3", "x4", "x5"),
        *("n_basic", "n_advance", "n_significance", "pilot"),
    ),
}
"""What a score depends on. Targets, owners and sources may change and a trend still holds."""


def measured_otherwise(case: Case) -> Iterator[Problem]:
    """W722: a system or an indicator is new, or what its score depends on is not as it was in the
    round before, told at its first cell that differs; or it is gone, told below the table. Silent
    when that round is not at hand or was assessed on another framework: nothing can be compared.
    """
    before = case.earlier.round
    if before is None or before.framework != case.submission.framework:
        return
    for table in MEASURES:
        known = _by_key(before, table)
        entries = case.submission.tables.get(table)
        if not known or entries is None:
            continue
        for code, row in entries.by_key().items():
            old = known.pop(code, None)
            changed = _changed(entries.table, old, row) if old else []
            if old is None or changed:
                place = entries.place(row, changed[0] if changed else entries.table.key)
                what = _what(entries.table, old, row, changed)
                yield Problem("W722", place, {"code": code, "what": what})
        if known:
            place = next_place(entries, entries.table.key)
            values = {"code": ", ".join(known), "what": worded("gone_this_round")}
            yield Problem("W722", place, values)


def _by_key(submission: Submission, table: str) -> dict[str, Row]:
    entries = submission.tables.get(table)
    return entries.by_key() if entries else {}


def _changed(table: Table, old: Row, row: Row) -> list[str]:
    """The fields that differ; what the framework writes in its own rows is the same in both."""
    fields = MEASURES[table.id]
    if is_fixed(table, row):
        fields = tuple(one for one in fields if table.field(one).writer is Writer.OFFICE)
    return [one for one in fields if _differs(old, row, one)]


def _differs(old: Row, row: Row, field: str) -> bool:
    """Whether a field says something else; what cannot be read now is told as such."""
    return field not in row.bad and _compared(old.get(field)) != _compared(row.get(field))


def _compared(value: Value | None) -> Value | None:
    return shown(value) if isinstance(value, Decimal) else value


def _what(table: Table, old: Row | None, row: Row, changed: list[str]) -> Words:
    """``"น้ำหนัก (ร้อยละ) 10 → 12, ประเภท"``; a text is only named, not quoted."""
    if old is None:
        return worded("new_this_round")
    told = [_told(table, old, row, id) for id in changed]
    return Words(", ".join(one.th for one in told), ", ".join(one.en for one in told))


def _told(table: Table, old: Row, row: Row, id: str) -> Words:
    field = table.field(id)
    both = [_spoken(field.choices, one.get(id)) for one in (old, row)]
    label = field.label
    if None in both:
        return label
    before, now = (one for one in both if one is not None)
    return Words(f"{label.th} {before.th} → {now.th}", f"{label.en} {before.en} → {now.en}")


def _spoken(choices: str, value: Value | None) -> Words | None:
    """A number or a choice as it is quoted; None for a text and for nothing."""
    if isinstance(value, Decimal):
        return Words(plain(value), plain(value))
    return words_of(choices, value) if choices and isinstance(value, str) else None


RULES: tuple[Rule, ...] = (measured_otherwise,)
"""Every rule of this room."""
