"""B4: the steps by which a number is read, held against a plain grammar of it."""

import re
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pso_excel.core import thai
from pso_excel.core.figures import FRACTION, LETTERS, LEVEL, MARKS, MONEY, PERCENT, shape

WHOLE = r"(?:(?!0,)[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]+)"
NUMBER = re.compile(rf"([+-]?{WHOLE}(?:\.[0-9]{{1,23}})?)")
RATIO = re.compile(rf"([+-]?{WHOLE})/([0-9]{{1,23}})")
DEEPEST = 60  # Excel takes 64 functions inside one another, in one formula

typed = st.text("0123456789,./+-,000", max_size=14)


def plain(found: str) -> Decimal:
    return Decimal(found.replace(",", ""))


@given(typed)
@settings(max_examples=500)
def test_b4_what_is_read_is_what_the_grammar_says(text: str) -> None:
    found = NUMBER.fullmatch(text)
    number = plain(found[1]) if found else None
    assert thai.number(text, frozenset()) == number
    ratio = RATIO.fullmatch(text)
    if ratio and plain(ratio[2]):
        number = Decimal(f"{plain(ratio[1]) / plain(ratio[2]):.15g}")
    assert thai.number(text, frozenset({FRACTION})) == number


@given(typed, st.sampled_from(["%", " %", "บาท", ".-", "฿", "x", "-", "⟧"]))
@settings(max_examples=500)
def test_b4_a_mark_is_read_where_the_field_takes_it(text: str, mark: str) -> None:
    number = thai.number(text, frozenset())
    for marks, known in (({PERCENT}, {"%", " %"}), ({MONEY}, {"บาท", ".-", "฿"})):
        if text[-1:] not in ("-", ".") and mark in known | {"x", "⟧"}:
            expected = number if mark in known else None
            assert thai.number(text + mark, frozenset(marks)) == expected


def test_b4_no_formula_nests_deeper_than_excel_takes() -> None:
    every = shape(frozenset({PERCENT, MONEY, LEVEL, FRACTION}))
    assert max(len(LETTERS) + 7, len(MARKS), len(every)) <= DEEPEST
