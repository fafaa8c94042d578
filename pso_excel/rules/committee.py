"""C: stage 1, the committee and its order."""

import re
from collections.abc import Iterator

from pso_excel.problem import Problem
from pso_excel.rules.case import Case, Rule

ORDER = "S01.order"
ORDER_NUMBER = re.compile(r"\D{0,40}\d{1,6}\s*/\s*(24|25|26)\d\d")


def order_number_form(case: Case) -> Iterator[Problem]:
    """C306: the order number is not of the form number/B.E. year."""
    for entries, row in case.submission.cells(ORDER):
        number = row.text("order_no")
        if number and not ORDER_NUMBER.fullmatch(number):
            yield Problem("C306", entries.place(row, "order_no"), {"value": number})


RULES: tuple[Rule, ...] = (order_number_form,)
"""Every rule of this room."""
