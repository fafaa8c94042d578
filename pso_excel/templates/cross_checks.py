"""What two cells of a row may not say together, as live tests beside those of single fields.

The engine's rules word these faults and judge in the end; here the officer sees them while typing.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pso_excel.forms.layout import READ
from pso_excel.forms.schema import number_fields
from pso_excel.framework.pack import Framework
from pso_excel.templates.formulas import (
    UNSCORED,
    RowFormulas,
    column_range,
    day,
    is_one_of,
    name_of,
    percent_unit,
    same_row,
    text,
)
from pso_excel.templates.number_formulas import number_found, says_nothing
from pso_excel.templates.score_formulas import IMPOSSIBLE, LEFT_OUT

Pairs = Mapping[str, tuple[tuple[str, str], ...]]

NOT_BEFORE: Pairs = {
    "S07.actions": (("start", "end"),),  # P904
    "S08.tracker": (("actual_start", "actual_end"),),  # R005
}
"""Days of which the second may not be before the first; days typed as text are not compared."""
ABOVE: Pairs = {"S07.actions": (("baseline", "target"),)}  # P906
"""Numbers of which the second must be above the first."""
ASSESSORS = ("a1", "a2", "a3", "a4", "a5", "a6", "a7")
POINTS = ("x1", "x2", "x3", "x4", "x5")
TIERS = ("basic", "advance", "significance")


def contradictions(row: RowFormulas, framework: Framework, *, weighs: bool) -> Iterator[str]:
    """Tests of a row, each 1 where two cells contradict each other, or the row and its group;
    ``weighs`` says that the sheets add up weights."""
    table = row.placed.table.id
    for first, second in NOT_BEFORE.get(table, ()):
        start, end = row.cell(first), row.cell(second)
        both = f"AND(ISNUMBER({start}),ISNUMBER({end}))"
        yield f"IF({both},({day(end)}<{day(start)})*1,0)"
    for first, second in ABOVE.get(table, ()):
        yield _both(row, first, second, "<=")
    if table == "S05.systems":
        yield from _systems(row, framework, weighs=weighs)
    elif table == "S05.indicators":
        yield from _indicators(row, weighs=weighs)
    elif table == "S06.answers" and "S05.indicators" in row.tables:
        yield from _answers(row)


def gaps(row: RowFormulas, framework: Framework) -> Iterator[str]:
    """Tests of a row, each 1 where something is missing that only some rows must have."""
    table = row.placed.table.id
    if table == "S06.answers" and "S05.indicators" in row.tables:
        yield _unanswered(row)
    if table == "S06.answers":
        given = [
            f"({_number(row, field_id)})" for field_id in ("value", "numerator", "denominator")
        ]
        nothing = f"AND({_scored(row)},{row.is_choice('method', 'quantity')})"
        yield f"IF({nothing},IFERROR((LEN({'&'.join(given)})=0)*1,0),0)"  # S801
        least = framework.number("evidence_from")
        level, blank = _number(row, "level"), _blank(row, "evidence")
        due = f"AND({_scored(row)},{row.is_choice('method', 'level')},{blank}=1)"
        yield f"IF({due},IFERROR(({level}>={least:f})*1,0),0)"  # S803
    elif table == "S09.checklist":
        yield f"({row.is_choice('state', 'ready')})*{_blank(row, 'evidence')}"  # Q102
    elif table == "S06.assessors":
        yield from _assessors(row, framework)
    elif table == "S05.indicators":
        quantity = f"AND({row.is_choice('method', 'quantity')},{_applies(row)})"
        ratio = f"{percent_unit(row.cell('unit'))}+({_blank(row, 'denominator')}=0)"
        missing = f"{_blank(row, 'numerator')}*({ratio}>0)"
        yield f"IF({quantity},{missing},0)"  # W713


def _unanswered(row: RowFormulas) -> str:
    """S801: an indicator that counts has no state, also while weights beside it are wrong."""
    indicators = row.tables["S05.indicators"]
    position = same_row(row.placed, row.placed.helpers["position"])
    counted = f"INDEX({column_range(indicators, indicators.columns['counted'])},{position})"
    return f"IF({_blank(row, 'state')}=1,IFERROR(({counted}=1)*1,0),0)"


def _systems(row: RowFormulas, framework: Framework, *, weighs: bool) -> Iterator[str]:
    """W701, W710: the weights do not make 100; a mandatory system is left out."""
    if weighs:
        yield _off(row, "1")
    mandatory = [system.code for system in framework.systems if system.mandatory]
    if mandatory:
        codes = "+".join(is_one_of(row.cell("sys"), mandatory))
        yield f"IF({_applies(row)},0,{codes})"


def _indicators(row: RowFormulas, *, weighs: bool) -> Iterator[str]:
    """W702, W712, W724: the weights of its group do not make 100; scoring points out of order; a
    composite without parts."""
    group = f"({_every(row, 'sys')}={row.cell('sys')})"
    off = _off(row, group) if weighs else "0"
    yield f'IF({row.cell("sys")}="",0,{off})'
    points = [_number(row, field) for field in POINTS]
    rising = "+".join(f"({after}<={before})" for before, after in pairwise(points))
    band = f"({points[1]}<={points[0]})+({points[2]}<{points[1]})+({points[3]}<={points[2]})"
    ranged = row.is_choice("direction", "range")
    full = f"IF({ranged},COUNT({','.join(points[:4])})=4,COUNT({','.join(points)})=5)"
    order = f"IF({full},IF({ranged},{band},{rising}),0)"  # a point that is missing is told itself
    yield f"IF({row.is_choice('method', 'quantity')},(IFERROR({order},1)>0)*1,0)"
    parts = f"SUMPRODUCT(({_every(row, 'sys')}={row.cell('code')})*1)"
    composite = f"AND({row.is_choice('method', 'composite')},{_applies(row)})"
    yield f"IF({composite},IFERROR(({parts}=0)*({_number(row, 'weight')}>0),0),0)"


def _answers(row: RowFormulas) -> Iterator[str]:
    """What stage 6 may not say together: shares above 100 (S808, S822), tiers (S802, S810), and an
    indicator that applies in one stage and not in the other (S811)."""
    tests = [f"{IMPOSSIBLE}", *_tiers(row)]
    yield f"IF({_scored(row)},{'+'.join(tests)},0)"
    na = f"({row.is_choice('state', 'na')})*1"
    yield f'IF({row.cell("state")}="",0,({na}<>{LEFT_OUT})*1)'


def _assessors(row: RowFormulas, framework: Framework) -> Iterator[str]:
    """S814, S815: a consensus outside what was given, without a reason; too few assessors."""
    levels = [_number(row, field) for field in ASSESSORS]
    given = "+".join(f"ISNUMBER({level})" for level in levels)
    consensus = _number(row, "consensus")
    below, above = (_how_many(levels, f"{sign}{consensus}") for sign in ("<=", ">="))
    outside = f"OR({below}=0,{above}=0)"
    some = f"AND(ISNUMBER({consensus}),{_blank(row, 'reason')}=1,({given})>0)"
    yield f"IF({some},IFERROR({outside}*1,0),0)"
    typed = "+".join(f"(LEN({level})>0)" for level in levels)
    least = framework.number("min_assessors")
    yield f"IFERROR(IF(({typed})+ISNUMBER({consensus})>0,(({typed})<{least:f})*1,0),0)"


def _how_many(levels: Sequence[str], test: str) -> str:
    """How many of the levels are there and fulfil the test. Excel takes a text, which a blank one
    gives, for a fault in MIN and MAX."""
    each = (f"IF(ISNUMBER({level}),({level}{test})*1,0)" for level in levels)
    return f"({'+'.join(each)})"


def _off(row: RowFormulas, group: str) -> str:
    """1 where the weights of a group do not make 100 within a hundredth, as the sum is judged: once
    every one of them is there and can be read, that of what is left out as well. The last digits of
    a double do not count."""
    field = row.placed.table.field("applies")
    counted = f"({_every(row, 'applies')}<>{text(row.words(field, 'no'))})"
    place = number_fields(row.placed.table).index(row.placed.table.field("weight"))
    number = _every(row, "number")
    gap, bad = (
        f"ISNUMBER(FIND({number_found(text(word), place)},{_every(row, READ)}))"
        for word in ("", UNSCORED)
    )
    blank = f"SUMPRODUCT({group}*{counted}*{gap})"
    lost = f"SUMPRODUCT({group}*({_every(row, 'unusable')}+{bad}+({number}<0)+({number}>100)))"
    off = f"ROUND(ABS(SUMPRODUCT({group}*{number})-100),9)>0.01"
    return f"IF({blank}+{lost}=0,({off})*1,0)"


def _every(row: RowFormulas, field: str) -> str:
    placed = row.placed
    return column_range(placed, placed.columns.get(field) or placed.helpers[field])


def _applies(row: RowFormulas) -> str:
    field = row.placed.table.field("applies")
    return f"({row.cell('applies')}<>{text(row.words(field, 'no'))})"


def _blank(row: RowFormulas, field: str) -> str:
    """1 where a text cell is blank or says that there is nothing."""
    column_field = row.placed.table.field(field)
    return f"({says_nothing(row.cell(field), column_field.blanks)})"


def _scored(row: RowFormulas) -> str:
    return row.is_choice("state", "scored")


def _number(row: RowFormulas, field: str) -> str:
    return name_of("NUM", row.placed, field)


def _both(row: RowFormulas, first: str, second: str, compare: str) -> str:
    """1 where both numbers are there and the second compares so with the first."""
    word, other = _number(row, first), _number(row, second)
    return f"IF(AND(ISNUMBER({word}),ISNUMBER({other})),({other}{compare}{word})*1,0)"


def _tiers(row: RowFormulas) -> Iterator[str]:
    """More ticks than boxes (S802), or ticks above a tier that is not complete (S810)."""
    for place, tier in enumerate(TIERS):
        ticks = _number(row, tier)
        below = [_incomplete(row, lower) for lower in TIERS[:place]]
        gate = f"+({ticks}>0)*(({'+'.join(below)})>0)" if below else ""
        yield f"IF(LEN({ticks})=0,0,({ticks}>N({_boxes(tier)})){gate})"


def _incomplete(row: RowFormulas, tier: str) -> str:
    return f"(N({_number(row, tier)})<N({_boxes(tier)}))*1"


def _boxes(tier: str) -> str:
    return f"PSO_OF_N_{tier.upper()}"
