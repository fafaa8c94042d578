"""The table of shared strings, which most texts of a workbook stand in."""

import re
import sys
from collections.abc import Iterator

from pso_excel.xlsx.errors import WorkbookError, refuse, refuse_more_than
from pso_excel.xlsx.reader.limits import Budget
from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.xml_parser import MAIN, Attributes, Parse, Shape, named, tags

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> tuple[str, bool]:
    """The text as a person sees it, and whether characters that cannot be seen were left out.

    ``_x000D_`` and its like are escapes of Office (ECMA-376 part 1, 22.9.2.19, ``ST_Xstring``);
    control characters and lone surrogates are left out, tab and line ends stay.
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    elif text.isprintable():
        return text, False
    kept = _CONTROL.sub("", text)
    odd = len(kept) != len(text)
    if _SURROGATE.search(kept):
        units = kept.encode("utf-16-le", "surrogatepass")
        kept = units.decode("utf-16-le", "ignore")
        odd = odd or kept.encode("utf-16-le") != units
    return kept, odd


def is_clean(text: str) -> bool:
    """Whether :func:`clean_text` surely leaves every part of a text as it is."""
    lines = text.replace("\n", "").replace("\r", "").replace("\t", "")
    return "_x" not in text and lines.isprintable()


class TextCollector:
    """The text of an element, gathered piece by piece while it is open.

    Refuses F034 one too long; what is taken counts among all texts (F031).
    """

    __slots__ = ("_budget", "_length", "_limit", "_pieces", "is_open")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._limit = budget.limits.text
        self._pieces: list[str] = []
        self._length = 0
        self.is_open = False

    def open(self, _: Attributes | None = None) -> None:
        """From here on, text belongs to it."""
        self.is_open = True

    def close(self) -> None:
        """Until here."""
        self.is_open = False

    def add(self, piece: str) -> None:
        """A piece of text from the parser."""
        if self.is_open:
            self._length += len(piece)
            if self._length > self._limit:
                refuse_more_than("F034", self._limit)
            self._pieces.append(piece)

    def take(self) -> str:
        """All that was gathered; nothing is left."""
        self.is_open = False
        text = "".join(self._pieces)
        self._budget.take_characters(self._length)
        self._pieces.clear()
        self._length = 0
        return text


class RichText:
    """The text of a rich string: its runs joined, the guides to pronunciation left out."""

    def __init__(self, budget: Budget) -> None:
        self._gathered = TextCollector(budget)
        self._phonetic = 0
        self.add = self._gathered.add
        self.end_run = self._gathered.close
        self.take = self._gathered.take

    def is_open(self) -> bool:
        """Whether a run is being read, in which nothing but text may stand."""
        return self._gathered.is_open

    def begin_run(self, _: Attributes) -> None:
        """A run of text begins."""
        if not self._phonetic:
            self._gathered.open()

    def begin_phonetic(self, _: Attributes) -> None:
        """A guide begins."""
        self._phonetic += 1

    def end_phonetic(self) -> None:
        """The guide ends."""
        self._phonetic -= 1


_SLICE = 1 << 19
_PIECE = 1 << 16
_LETTER = "[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]"
ENTITY = "&(?:amp|lt|gt|quot|apos|#10|#13|#34|#39);"
TEXT = rf"{_LETTER}*+(?:&(?:amp|lt|gt|quot|apos|#[1-9][0-9]{{0,6}});{_LETTER}*+)*"
OTHERS = r'(?: [A-Za-z0-9:]++="[^"<&\x00-\x1f\ufffe\uffff]*+")*'

_NAMED = re.compile("&([a-z0-9#]+);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARED = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>)?\s*<[A-Za-z]"
)


def usual_text(head: bytes, body: bytes) -> str | None:
    """``body`` as text, when the document that begins with ``head`` is UTF-8, as is usual."""
    if not DECLARED.match(head):
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def plain_text(text: str) -> str:
    """A match of ``TEXT`` as expat would hand it over; refuses F001 a number that is no letter."""
    return _NAMED.sub(_letter, text) if "&" in text else text


def _letter(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return _ENTITIES[name]
    number = int(name[1:])
    letter = chr(number) if number <= sys.maxunicode else "\0"
    if _NO_LETTERS.match(letter):
        refuse("F001")
    return letter


def slices(text: str, closing: str) -> Iterator[tuple[int, int]]:
    """Where to cut a long text after some ``closing`` tags, so that few tokens are held at once."""
    start = 0
    while start < len(text):
        found = text.find(closing, start + _SLICE)
        stop = len(text) if found < 0 else found + len(closing)
        yield start, stop
        start = stop


def pieces(data: bytes, start: int, stop: int | None = None) -> Iterator[bytes]:
    """The bytes in pieces for the parser: a refusal comes between two, not after the whole."""
    end = len(data) if stop is None else stop
    for at in range(start, end, _PIECE):
        yield data[at : min(at + _PIECE, end)]


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
            except WorkbookError:
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


_BEGUN = b'<c r="'
_EMPTY = rb'<c r="[A-Z0-9]++"(?: s="[0-9]++")? ?/>'
_RUN = re.compile(rb"%b\s*+(?:(%b)\s*+)+" % (_EMPTY, _EMPTY))


_FAR = rb'<c r="[A-Z]{3}[0-9]++"(?: s="[0-9]++")? ?/>'
_FAR_RUN = re.compile(rb"(%b)(?:\s*+%b)+" % (_FAR, _FAR))


def blanked(data: bytes) -> bytes:
    """A whole part in which far empty cells (from column AAA on) gave way to spaces, so that every
    offset stays; the first of each run stays, so that others can be put before it."""
    if b"<!" in data:
        return data
    return _FAR_RUN.sub(lambda run: run[1].ljust(len(run[0])), data)


class Blanks:
    """Leaves all but the last of each run of empty cells out of a part that comes in pieces.

    The last one stays, so that a cell without an address still follows it. In UTF-8, and up to the
    first ``<!``, what looks like an empty cell is one, or the part is not well-formed and stays so.
    """

    def __init__(self) -> None:
        self._certain: bool | None = None
        self._end = b""

    def left_out(self, piece: bytes) -> bytes:
        """The next piece without them."""
        if not piece:
            return piece
        if self._certain is None:
            self._certain = DECLARED.match(piece) is not None
        if self._certain:
            split = self._end == b"<" and piece.startswith(b"!")
            self._certain = not split and b"<!" not in piece
            self._end = piece[-1:]
        return _RUN.sub(rb"\1", piece) if self._certain and _BEGUN in piece else piece
