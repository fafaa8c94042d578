"""What a province keeps of an office says no more of people than it needs.

Numbers of citizens, telephones and e-mail addresses are masked; people named in a message stand
there by their initials, since the office and the cell say where to look. Who is responsible for an
action stays named: the tracker is there for that.
"""

import re
from collections.abc import Iterable, Iterator

from pso_excel.core.bilingual import Words
from pso_excel.core.messages import quoted
from pso_excel.core.performance import once
from pso_excel.core.problem import Problem
from pso_excel.core.safe_text import masked
from pso_excel.forms.schema import Table
from pso_excel.intake.references import PEOPLE
from pso_excel.model.submission import Row, Submission

_NAMES = frozenset({PEOPLE, "S00.cover.prepared_by", "S00.cover.approved_by", "S01.members.name"})
_SHORTEST = 3  # characters of a name: a shorter one stands in other words as well
_GAP = "[-\u2010-\u2013. \u00a0]{0,2}"
_ZERO, _SIX = "[0๐０]", "[6๖６]"
_ABROAD = rf"\+{_SIX}{_SIX}"
_TELEPHONE = re.compile(
    rf"(?<![\w.])(?:{_ABROAD}{_GAP}\d{{1,2}}|\(?{_ZERO}{_GAP}\d{{1,2}}\)?)"
    rf"{_GAP}\d{{3}}{_GAP}\d{{3,4}}(?!\d)"
    rf"|(?<![\w.])(?:{_ABROAD}|{_ZERO}){_GAP}\d?{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"
)
_DECIMAL = re.compile(r"\d+\.\d+")
_PERSON_AT = re.compile(r"[^\W_][\w.%+-]{0,63}@(?=\w)")  # RFC 5321: 64 before the @


def discreet(text: str) -> str:
    """The text with the numbers of people, and who stands before an @, masked."""
    return _PERSON_AT.sub(_no_person, _TELEPHONE.sub(_no_telephone, masked(text)))


def discreet_values(problem: Problem, names: Iterable[str]) -> Iterator[tuple[str, str | Words]]:
    """The values that the sentence of a problem quotes, without ``names`` in full."""
    for key, value in problem.values.items():
        if key in quoted(problem.code):
            if isinstance(value, Words):
                yield key, Words(*(_without(text, names) for text in value))
            else:
                yield key, _without(value, names)


def names_in(submission: Submission | None) -> frozenset[str]:
    """Everybody who is named in a workbook, where it asks for a name."""
    tables = submission.tables.values() if submission else ()
    found = (
        name
        for entries in tables
        for id in _name_fields(entries.table)
        for row in entries.rows
        for name in _typed(row, id)
    )
    return frozenset(name for name in found if len(name) >= _SHORTEST)


@once
def _name_fields(table: Table) -> tuple[str, ...]:
    return tuple(
        one.id for one in table.fields if one.refers == PEOPLE or f"{table.id}.{one.id}" in _NAMES
    )


def _typed(row: Row, id: str) -> tuple[str, ...]:
    return (row.bad[id],) if id in row.bad else row.keys_of(id)


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted((one for one in names if one in text), key=len, reverse=True):
        text = text.replace(name, " ".join(f"{word[0]}…" for word in name.split()))
    return discreet(text)


def _no_telephone(found: re.Match[str]) -> str:
    if _DECIMAL.fullmatch(found[0]):
        return found[0]
    first = "".join(str(int(char)) for char in found[0] if char.isdecimal())[:2]
    return f"{'+' if found[0].startswith('+') else ''}{first}x-xxx-xxxx"


def _no_person(found: re.Match[str]) -> str:
    return f"{found[0][0]}…@"
