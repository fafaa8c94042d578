"""The table of shared strings, which most texts of a workbook stand in."""

import re
from collections.abc import Iterator

from pso_excel.books.reading.limits import Budget, refuse_more_than
from pso_excel.books.reading.markup import MAIN, Attributes, Parse, Shape, named, tags
from pso_excel.books.reading.package import Package
from pso_excel.books.reading.texts import RichText, clean_text, is_clean
from pso_excel.books.reading.usual import TEXT, pieces, plain_text, slices, usual_text
from pso_excel.problem import Refused

_STRING = re.compile(
    rf'<si><t(?: xml:space="preserve")?>({TEXT})</t></si>'
    r"|([\s\S]+)"  # nothing known: give up
)
_ROOT = named(MAIN, "sst")
_LEVELS = tags(MAIN, {"sst": (1,), "si": (2,), "t": (3, 4)})
_TABLE = re.compile(rb"[^<]*(?:<\?xml[^<>]*>[^<]*)?<sst[^<>]*>")


class Strings:
    """The shared strings: ``texts`` by index, and ``odd``, the indices that had to be cleaned."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.texts: list[str] = []
        self.odd: set[int] = set()

    def add(self, text: str) -> None:
        """Append one string as stored; refuses F032 too many."""
        kept, odd = clean_text(text)
        if odd:
            self.odd.add(len(self.texts))
        self.texts.append(kept)
        if len(self.texts) > self.budget.limits.strings:
            refuse_more_than("F032", self.budget.limits.strings)


def read_strings(package: Package, part: str) -> Strings:
    """The table of shared strings; rich text is joined, guides to pronunciation are left out.

    Refuses F032 too many strings, F031 too much text in all, F034 one text too long, F047 and F046
    what is no such table.
    """
    strings = Strings(package.budget)
    rich = RichText(package.budget)
    is_open = False

    def begin(_: Attributes) -> None:
        nonlocal is_open
        is_open = True

    def end() -> None:
        nonlocal is_open
        is_open = False
        strings.add(rich.take())

    def text(attributes: Attributes) -> None:
        if not is_open:
            run.refuse_place("t")
        rich.begin_run(attributes)

    def unknown(tag: str, depth: int, _: Attributes) -> None:
        foreign = (depth == 2 or is_open) and not tag.startswith(MAIN)
        if foreign or rich.is_open():
            run.refuse_place(tag)

    tables: list[Attributes] = []
    starts = {"sst": tables.append, "si": begin, "t": text, "rPh": rich.begin_phonetic}
    ends = {"si": end, "t": rich.end_run, "rPh": rich.end_phonetic}
    shape = Shape(_ROOT, _LEVELS, unknown)
    run = Parse(package, part, tags(MAIN, starts), tags(MAIN, ends), shape)
    run.parser.CharacterDataHandler = rich.add
    run.keep_whole(rich.is_open)
    for piece in _pieces(package, part, strings, tables):
        run.feed(piece)
    run.feed(b"", last=True)
    return strings


def _pieces(
    package: Package, part: str, strings: Strings, tables: list[Attributes]
) -> Iterator[bytes]:
    """What expat still has to read: all, but for strings in the usual spelling.

    The generator goes on after expat has taken the piece before: ``tables`` tells that it began a
    table indeed.
    """
    if package.size(part) > package.limits.whole_bytes:
        yield from package.chunks(part)
        return
    data = package.read(part)
    start, end, rest = data.find(b"<si>"), data.rfind(b"</sst>"), 0
    if 0 < start < end and _TABLE.fullmatch(data, 0, start):
        yield data[:start]
        usual = bool(tables) and _read_usual(data[:start], data[start:end], strings)
        rest = end if usual else start
    yield from pieces(data, rest)


def _read_usual(head: bytes, body: bytes, strings: Strings) -> bool:
    """Add all strings of ``body``; false, and none added, unless all are in the usual spelling."""
    text = usual_text(head, body)
    if text is None:
        return False
    found: list[str] = []
    for start, stop in slices(text, "</si>"):
        for string, odd in _STRING.findall(text, start, stop):
            if odd or len(string) > strings.budget.limits.text:
                return False
            try:
                found.append(plain_text(string))
            except Refused:
                return False
        if len(found) > strings.budget.limits.strings:
            return False
    whole = "".join(found)
    strings.budget.take_characters(len(whole))
    if is_clean(whole):
        strings.texts += found
        return True
    for string in found:
        strings.add(string)
    return True
