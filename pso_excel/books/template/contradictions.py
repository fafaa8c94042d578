"""What two cells of a row may not say together, as live tests beside those of single fields.

The engine's rules word these faults and judge in the end; here the officer sees them while typing.
"""

from collections.abc import Iterator, Mapping

from pso_excel.books.template.formulas import RowFormulas, day, name_of, text

Pairs = Mapping[str, tuple[tuple[str, str], ...]]

NOT_BEFORE: Pairs = {
    "S07.actions": (("start", "end"),),  # P904
    "S08.tracker": (("actual_start", "actual_end"),),  # R005
}
"""Days of which the second may not be before the first; days typed as text are not compared."""
ABOVE: Pairs = {"S07.actions": (("baseline", "target"),)}  # P906
"""Numbers of which the second must be above the first."""
TIERS = ("basic", "advance", "significance")


def contradictions(row: RowFormulas) -> Iterator[str]:
    """Tests of a row, each 1 where two cells contradict each other."""
    table = row.placed.table.id
    for first, second in NOT_BEFORE.get(table, ()):
        start, end = row.cell(first), row.cell(second)
        both = f"AND(ISNUMBER({start}),ISNUMBER({end}))"
        yield f"IF({both},({day(end)}<{day(start)})*1,0)"
    for first, second in ABOVE.get(table, ()):
        yield _both(row, first, second, "<=")
    if table == "S06.answers" and "S05.indicators" in row.tables:
        state = row.placed.table.field("state")
        scored = f"{row.cell('state')}={text(row.words(state, 'scored'))}"
        # Points above 100: a rate, not a share (S808).
        share = "(N(PSO_OF_X5)<=100)"
        tests = [f"{_both(row, 'denominator', 'numerator', '>')}*{share}", *_tiers(row)]
        yield f"IF({scored},{'+'.join(tests)},0)"


def _number(row: RowFormulas, field: str) -> str:
    return name_of("NUM", row.placed, field)


def _both(row: RowFormulas, first: str, second: str, compare: str) -> str:
    """1 where both numbers are there and the second compares so with the first."""
    one, other = _number(row, first), _number(row, second)
    return f"IF(AND(ISNUMBER({one}),ISNUMBER({other})),({other}{compare}{one})*1,0)"


def _tiers(row: RowFormulas) -> Iterator[str]:
    """More ticks than boxes (S802), or ticks above a tier that is not complete (S810)."""
    for place, tier in enumerate(TIERS):
        ticks = _number(row, tier)
        below = [_incomplete(row, lower) for lower in TIERS[:place]]
        gate = f"+({ticks}>0)*(({'+'.join(below)})>0)" if below else ""
        yield f"IF(LEN({ticks})=0,0,({ticks}>N({_boxes(tier)})){gate})"


def _incomplete(row: RowFormulas, tier: str) -> str:
    return f"(N({_number(row, tier)})<N({_boxes(tier)}))"


def _boxes(tier: str) -> str:
    return f"PSO_OF_N_{tier.upper()}"
