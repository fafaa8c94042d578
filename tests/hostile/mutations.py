"""Changes to a valid workbook such as no program makes on purpose, chosen by a ``Random``.

With Hypothesis' or a fuzzer's stand-in for ``Random`` the same changes can be searched and shrunk.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.hostile.zip_mutations import Part, in_zip, zipped
from tests.xlsx.packages import parts

XmlChange = Callable[[Random, str], str]

ELEMENT = re.compile(r"<([\w:]+)([^<>]*?)(/?)>")
CLOSING = re.compile(r"<(/?)([\w:]+)[^<>]*?(/?)>")
ATTRIBUTE = re.compile(r'\s([\w:]+)="([^"]*)"')
TEXT = re.compile(r">([^<>]+)<")
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^<>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)

NUMBERS = (
    *("0", "-1", "1.5", "99", "101", "1e9", "1E+400", "-1e308", "NaN", "INF", "1_0", "0x10", "-0"),
    *("99999999999999999999", "0.1", "2958466", "60", "-693594", "45000.75", "1e-320", "00012", ""),
)
TEXTS = (
    *("", " ", "ก", "๑๒", "1,200", "30%", "31/2/2569", "29 ก.พ. 2569", "-", "ไม่มี", "=1+1", "#REF!"),
    *("\u200bก", "\ufeff", "А1", "E001, E001", "A01;A02", "1-2", "2569-13-45", "½"),
    *("_x0000_", "\ue000", "\u202e1-R-00", "S06", "yes", "TRUE", "1e5", "0000001", "ํา", "๙๙๙๙๙๙๙"),
)
LONG = (
    *("x" * 40_000, "9" * 5_000, " " * 50_000 + "x", "1," * 20_000, "E001;" * 9_000, "๑" * 40_000),
    *("1e999999999", "-1e-999999999", "5 " * 20_000, "(" * 20_000, "31/" * 10_000, "\n" * 30_000),
    *("์" * 30_000, "เ" * 30_000 + "แ", "a@" * 20_000, "0" * 30_000 + ".1", "%" * 30_000),
)
ADDRESSES = (
    *("A1", "B7", "XFD1048576", "A0", "A1048577", "XFE1", "a1", "1A", "", "$B$7", "B7:C9", "ZZZZ9"),
)
ODD = (*NUMBERS, *ADDRESSES, "true", "-1", "rId1", "rId999", "../../x", "http://127.0.0.1:9/", "s")
TYPES = ("s", "str", "inlineStr", "n", "b", "e", "d", "x", "")
READ = (".rels", ".xml")
DROPPED_PARTS = ("drop", "empty", "cut", "swap", "twice", "case", "climb", "order")


def taken_apart(data: bytes) -> tuple[Part, ...]:
    """The parts of a valid workbook."""
    return tuple(Part(name, part) for name, part in parts(data).items())


def mutated(chance: Random, base: Sequence[Part], times: int = 3) -> bytes:
    """The workbook with one to ``times`` changes, mostly inside its parts, sometimes to its zip."""
    content = list(base)
    for _ in range(chance.randint(1, times)):
        if content and chance.random() < 0.95:
            content = _changed_part(chance, content)
        else:
            content = _changed_parts(chance, content)
    made = zipped(content)
    return in_zip(chance, made) if chance.random() < 0.05 else made


def _changed_part(chance: Random, content: list[Part]) -> list[Part]:
    """One part changed: most often a cell of a sheet that is filled in, seldom one nobody reads."""
    filled = [at for at, part in enumerate(content) if b"<dataValidation" in part.content]
    read = [at for at, part in enumerate(content) if part.name.endswith(READ)]
    values = filled and chance.random() < 0.75
    at = chance.choice(filled if values else read or range(len(content)))
    name, inside = content[at]
    text = inside.decode("utf-8", "surrogateescape")
    changed = chance.choice(CELLS if values else MARKUP)(chance, text)
    new = Part(name, changed.encode("utf-8", "surrogateescape"))
    return [*content[:at], new, *content[at + 1 :]]


def _changed_parts(chance: Random, content: list[Part]) -> list[Part]:
    """The parts dropped, cut, swapped, repeated, renamed or put in another order."""
    if not content:
        return content
    at, other = chance.randrange(len(content)), chance.randrange(len(content))
    name, inside = content[at]
    kind = chance.choice(DROPPED_PARTS)
    rest = [*content[:at], *content[at + 1 :]]
    if kind == "drop":
        return rest
    if kind == "swap":
        content[at], content[other] = Part(name, content[other][1]), Part(content[other][0], inside)
        return content
    if kind == "order":
        return chance.sample(content, len(content))
    new = {
        "empty": [Part(name, b"")],
        "cut": [Part(name, inside[: chance.randrange(len(inside) + 1)])],
        "twice": [Part(name, inside), Part(name.upper(), inside)],
        "case": [Part(name.swapcase(), inside)],
        "climb": [Part(chance.choice(("../", "/", "C:\\", "xl/../../")) + name, inside)],
    }[kind]
    return [*rest[:at], *new, *rest[at:]]


# Markup -----------------------------------------------------------------------------------------


def one_of(chance: Random, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """One match, about as likely as any other: the first after a place chosen at random."""
    return pattern.search(text, chance.randrange(len(text) + 1)) or pattern.search(text)


def replaced(text: str, start: int, end: int, new: str) -> str:
    """The text with that piece of it replaced."""
    return text[:start] + new + text[end:]


def element(chance: Random, text: str) -> tuple[int, int] | None:
    """Where one element with all that is in it begins and ends."""
    found = one_of(chance, ELEMENT, text)
    if not found:
        return None
    depth = 0
    for tag in CLOSING.finditer(text, found.start()):
        depth += -1 if tag[1] else not tag[3]
        if depth <= 0:
            return found.start(), tag.end()
    return found.start(), len(text)


def drop_element(chance: Random, text: str) -> str:
    """Without one element."""
    span = element(chance, text)
    return replaced(text, *span, "") if span else text


def repeat_element(chance: Random, text: str) -> str:
    """One element twice, or very often."""
    span = element(chance, text)
    often = chance.choice((2, 2, 3, 50))
    return replaced(text, *span, text[slice(*span)] * often) if span else text


def move_element(chance: Random, text: str) -> str:
    """One element before another one."""
    span = element(chance, text)
    if not span:
        return text
    taken, rest = text[slice(*span)], replaced(text, *span, "")
    target = one_of(chance, ELEMENT, rest)
    at = target.start() if target else 0
    return rest[:at] + taken + rest[at:]


def nest_element(chance: Random, text: str) -> str:
    """One element inside others of its kind, some times or too deep."""
    span = element(chance, text)
    deep = chance.choice((1, 3, 100))
    return (
        replaced(text, *span, "<x>" * deep + text[slice(*span)] + "</x>" * deep) if span else text
    )


def change_attribute(chance: Random, text: str) -> str:
    """One attribute dropped, repeated, renamed or with another value."""
    found = one_of(chance, ATTRIBUTE, text)
    if not found:
        return text
    name, value = found.groups()
    new = chance.choice(
        (
            "",
            found[0] * 2,
            f' {name}x="{value}"',
            *[f' {name}="{odd}"' for odd in (*ODD, value * 50)],
        )
    )
    return replaced(text, *found.span(), new)


def swap_attributes(chance: Random, text: str) -> str:
    """The values of two attributes of one name, such as two relationships' targets."""
    first = one_of(chance, ATTRIBUTE, text)
    if not first:
        return text
    alike = re.compile(rf'\s({re.escape(first[1])})="([^"]*)"')
    second = one_of(chance, alike, text)
    if not second or second.start() == first.start():
        return text
    early, late = sorted((first, second), key=re.Match[str].start)
    text = replaced(text, *late.span(2), early[2])
    return replaced(text, *early.span(2), late[2])


def change_text(chance: Random, text: str) -> str:
    """The text of one element: a number, a string's index, a formula, a name."""
    found = one_of(chance, TEXT, text)
    return replaced(text, *found.span(1), chance.choice((*NUMBERS, *TEXTS))) if found else text


def break_markup(chance: Random, text: str) -> str:
    """A piece cut out, or something put in that does not belong there."""
    at = chance.randrange(len(text) + 1)
    new = chance.choice(
        ("<", "&", "&amp;", "&#0;", "]]>", "<!--", "<!DOCTYPE x>", "</row>", "\0", "")
    )
    return text[:at] + new + text[at + chance.choice((0, 0, 1, 40)) :]


# Cells ------------------------------------------------------------------------------------------


def escaped(text: str) -> str:
    """As text of XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def change_value(chance: Random, text: str) -> str:
    """What one cell holds, of any type."""
    found = one_of(chance, CELL, text)
    if not found:
        return text
    kind = chance.choice(TYPES)
    value = escaped(
        chance.choice(NUMBERS if kind in ("n", "s", "b", "") else (*TEXTS, *NUMBERS, *LONG))
    )
    held = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
    style = re.search(r' s="\d+"', found[3])
    typed = f' t="{kind}"' if kind else ""
    new = f'<c r="{found[1]}{found[2]}"{style[0] if style else ""}{typed}>{held}</c>'
    return replaced(text, *found.span(), new)


def change_values(chance: Random, text: str) -> str:
    """What several cells hold."""
    for _ in range(chance.randint(2, 12)):
        text = change_value(chance, text)
    return text


def copy_cell(chance: Random, text: str) -> str:
    """What one cell holds in another one as well, mostly of its column: a key twice, an end before
    its start, a reference to itself."""
    source = one_of(chance, CELL, text)
    if not source:
        return text
    column = source[1] if chance.random() < 0.7 else "[A-Z]+"
    cell = re.compile(CELL.pattern.replace("[A-Z]+", column), re.DOTALL)
    target = one_of(chance, cell, text)
    if not target:
        return text
    held = f">{source[4]}</c>" if source[4] is not None else "/>"
    new = f'<c r="{target[1]}{target[2]}"{source[3]}{held}'
    return replaced(text, *target.span(), new)


def copy_cells(chance: Random, text: str) -> str:
    """Several cells over others."""
    for _ in range(chance.randint(2, 8)):
        text = copy_cell(chance, text)
    return text


def change_address(chance: Random, text: str) -> str:
    """One cell somewhere else: in its row, or anywhere."""
    found = one_of(chance, CELL, text)
    if not found:
        return text
    column = chance.choice(("A", "B", "C", "D", "E", "Q", "XFD", "XFE"))
    address = chance.choice(
        (f"{column}{found[2]}", f"{found[1]}{chance.randint(0, 99)}", *ADDRESSES)
    )
    return (
        text[: found.start()]
        + found[0].replace(f'"{found[1]}{found[2]}"', f'"{address}"', 1)
        + (text[found.end() :])
    )


def add_formula(chance: Random, text: str) -> str:
    """A formula in a cell, with or without a value."""
    found = one_of(chance, CELL, text)
    if not found:
        return text
    formula = chance.choice(
        ("1+1", "[1]Sheet1!A1", 'WEBSERVICE("http://x")', "SUM(A:A)", "x" * 9000)
    )
    held = chance.choice(("", "<v>3</v>", "<v>#REF!</v>"))
    new = f'<c r="{found[1]}{found[2]}"><f>{formula}</f>{held}</c>'
    return replaced(text, *found.span(), new)


MARKUP: Sequence[XmlChange] = (
    *(drop_element, repeat_element, move_element, nest_element, change_attribute, change_attribute),
    *(swap_attributes, change_text, change_text, break_markup),
)
CELLS: Sequence[XmlChange] = (
    *(change_value, change_values, change_values, copy_cell, copy_cells, copy_cells),
    *(change_address, add_formula),
)
