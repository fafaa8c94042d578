"""Reads macros as Excel's compiler would in one program: no Excel is at hand to ask.

Only what our own style needs: one statement a line, ``Option Explicit``, no ``With``, no ``GoSub``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS = _words(
    """Attribute Option Explicit Public Private Const Dim As Sub Function ByVal ByRef End Exit If
    Then Else ElseIf For Each In Next To Step Do Loop While Until Select Case Set New Not And Or Is
    Like Nothing True False On Error GoTo Resume Call Optional Mod"""
)
TYPES = _words("String Long Integer Double Boolean Object Variant Date IRibbonControl")
GIVEN = _words(
    """Application ActiveWorkbook ThisWorkbook Err Now Timer Rnd Randomize DoEvents CreateObject
    Environ Array Len Left Right Mid InStr Trim LCase UCase Replace Join Split CStr CLng CDbl Int
    Chr ChrW AppleScriptTask TimeSerial TimeValue IsEmpty IsNumeric Workbooks"""
)
"""What Visual Basic and Excel bring along, of which the macros make use."""

_NAME = re.compile(r"(?<![\w.])[A-Za-z]\w*")
_PROCEDURE = re.compile(r"(?:Public |Private )?(Sub|Function) (\w+)\((.*)\)(?: As \w+)?")
_DECLARED = re.compile(r"(\w+)(?:\(\))? As (\w+)")
_BLOCKS = {
    **{word: f"End {word}" for word in ("Sub", "Function", "Select", "If")},
    "For": "Next",
    "Do": "Loop",
}


class Procedure(NamedTuple):
    """A Sub or Function: its name and the statements from its head to its end."""

    name: str
    lines: tuple[str, ...]


def statements(text: str) -> Iterator[str]:
    """Every statement on a line of its own, without comments; texts in quotes are emptied."""
    joined = re.sub(r" _\n\s*", " ", text)
    for line in joined.split("\n"):
        plain = re.sub(r'"[^"]*"', '""', line)
        if bare := plain.partition("'")[0].strip():
            yield bare


def compiled(text: str, constants: Mapping[str, bool]) -> Iterator[str]:
    """The statements that are left of ``#If`` in a program with these constants."""
    taken: list[bool] = []
    for line in statements(text):
        if line.startswith("#If "):
            taken.append(constants[line.removeprefix("#If ").removesuffix(" Then")])
        elif line == "#Else":
            taken[-1] = not taken[-1]
        elif line == "#End If":
            taken.pop()
        elif all(taken):
            yield line
    assert taken == []


def procedures(lines: list[str]) -> Iterator[Procedure]:
    """Every Sub and Function; AssertionError when blocks do not end where they should."""
    current: list[str] = []
    name, ends = "", list[str]()
    for line in lines:
        head = _PROCEDURE.fullmatch(line)
        if head:
            assert not ends, f"{head[2]} begins within {name}"
            name, current = head[2], []
        if ends or head:
            current.append(line)
            ends = ends_after(line, ends, head[1] if head else "")
            if not ends:
                yield Procedure(name, tuple(current))
    assert ends == [], f"{name} does not end"


def ends_after(line: str, ends: list[str], begins: str) -> list[str]:
    """What must still end after a line."""
    first = begins or line.partition(" ")[0]
    closing = " ".join(line.split(" ")[:2]) if first == "End" else first
    if closing in _BLOCKS.values():
        assert ends, line
        assert ends[-1] == closing, f"{line}: {ends[-1]} is awaited"
        return ends[:-1]
    opens = begins or first in ("For", "Do", "Select") or (first == "If" and line.endswith(" Then"))
    return [*ends, _BLOCKS[first]] if opens else ends


def module_names(lines: list[str]) -> Iterator[str]:
    """What a module declares outside its procedures."""
    inside = {line for procedure in procedures(lines) for line in procedure.lines}
    for line in lines:
        if line not in inside and (
            found := re.match(r"(?:Public|Private) (?:Const )?(\w+)(?: As \w+)?", line)
        ):
            yield found[1]


def undeclared(procedure: Procedure, known: frozenset[str]) -> set[str]:
    """The names in a procedure that nothing declares: Excel would not compile it."""
    own = {
        name for line in procedure.lines if declares(line) for name, _ in _DECLARED.findall(line)
    }
    labels = {line[:-1] for line in procedure.lines if line.endswith(":")}
    used = {name for line in procedure.lines for name in _NAME.findall(line)}
    return used - own - labels - known - WORDS - TYPES - GIVEN - {procedure.name}


def declares(line: str) -> bool:
    """Whether a line declares names: the head of a procedure, or Dim."""
    return line.startswith("Dim ") or bool(_PROCEDURE.fullmatch(line))
