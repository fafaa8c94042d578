"""What a formula reaches outside of its workbook, as its text tells; nothing is computed."""

import re
from collections.abc import Iterator
from functools import lru_cache

_LONGEST = 120
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_DRIVE = re.compile(r"[a-z]:", re.IGNORECASE)
_PLAIN = frozenset(("http", "https", "mailto", "tel"))
_HOST = re.compile(r"[^/@]+@")
_PATH = re.compile(r"\s*(?:[\\/]{2}|file:|[a-z]:[\\/])", re.IGNORECASE)


def is_plain(target: str) -> bool:
    """Whether a link leads to a page of the web, an address of mail, or a place of the same book.

    Any other scheme, a path of this or another computer, and a file beside this one are not.
    """
    text = target.strip()
    scheme = _SCHEME.match(text)
    if scheme and not _DRIVE.fullmatch(scheme[0]):
        return scheme[1].lower() in _PLAIN
    return not text or text.startswith(("#", "www.")) or bool(_HOST.match(text))


def is_path(text: str) -> bool:
    """Whether a text is a full path: of a share, of a disk, or a ``file:`` address."""
    return _PATH.match(text) is not None


def file_name(target: str) -> str:
    """The last part of a target, without the folders, which name people and computers."""
    return _slashed(target).rpartition("/")[2][:_LONGEST]


def shown_target(target: str) -> str:
    """The file of a target, and the computer it lies on if that is told: ``a.png (server)``."""
    path = _slashed(target)
    name = path.rpartition("/")[2]
    scheme = _SCHEME.match(path)
    rest = path[scheme.end() :] if scheme and not _DRIVE.fullmatch(scheme[0]) else path
    bare = rest.lstrip("/")
    slashes = len(rest) - len(bare)  # three: of this computer
    host = bare.partition("/")[0] if slashes == 2 or slashes > 3 else ""
    if not host or host == name:
        return (name or host)[:_LONGEST]
    return f"{name[:_LONGEST]} ({host[:_LONGEST]})"


def _slashed(target: str) -> str:
    from urllib.parse import unquote  # it is slow to load, and seldom needed

    path = "".join(letter for letter in unquote(target) if letter.isprintable())
    return path.strip().replace("\\", "/").rstrip("/")


_FETCHING = frozenset(
    (
        *("WEBSERVICE", "IMAGE", "RTD", "CALL", "REGISTER", "REGISTER.ID", "EXEC"),
        *("SQL.REQUEST", "STOCKHISTORY"),
    )
)
"""Functions that fetch from outside, whatever they are given."""
_LINK, _LOOKUP, _PICTURE = "HYPERLINK", "INDIRECT", "DISPIMG"
"""Functions that lead to wherever their text says; the second needs a path in it."""
_CALLS = (*sorted(_FETCHING), _LINK, _PICTURE)
_OPENED = tuple(f"{name}(" for name in _CALLS)

SAFE_MARK = r"/(?!/)|\(" + "".join(rf"(?<!(?i:{re.escape(name)}))" for name in _OPENED)
"""A slash or a bracket as it stands in a formula that reaches nothing outside."""
UNSAFE_LETTERS = r"\[\\|"

_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*)"(?!")|' r"'([^']*+(?:''[^']*+)*)'(?!')")
_CALL = re.compile(
    rf"(?<![\w.])(?:_xl\w+\.)*({'|'.join(map(re.escape, (*_CALLS[::-1], _LOOKUP)))})\(",
    re.IGNORECASE,
)
_LINKED = re.compile(rf'{_LINK}\(\s*"([^"]*+(?:""[^"]*+)*)"(?!")', re.IGNORECASE)
_BOOK = re.compile(r"([^\[\]]*)\[([^\[\]]*)\][^\[\]]*")
_BARE_BOOK = re.compile(r"\[([^\[\]]+)\][^\[\](),;'\s]*!")
_NUMBERED_BOOK = re.compile(r"\[[0-9]+\][^\[\](),;]*!")
_DDE = re.compile(r"([\w.]*)\|")
_LONG = 200_000  # characters, too many to be worth remembering
_NO_SHEET = frozenset("\\/:?*")
"""No sheet has these in its name, so that before them stands a path."""


def is_suspect(formula: str) -> bool:
    """Whether a formula could reach outside at all, or show a picture: most cannot, at a glance."""
    if "[" in formula or "\\" in formula or "|" in formula or "//" in formula:
        return True
    if "(" not in formula:
        return False
    return any(map(formula.upper().__contains__, _OPENED))


def are_suspect(formulas: str) -> bool:
    """The same of many formulas, a line each: those of one form come again in every file."""
    return _known(formulas) if len(formulas) < _LONG else is_suspect(formulas)


_known = lru_cache(maxsize=64)(is_suspect)


def reached(formula: str) -> Iterator[str]:
    """What a formula leads to outside of its workbook, as people may be told: another workbook by
    its path, a program (DDE), a function that fetches, a link to anything but the web.

    Workbooks that are named by their number (``[1]``) are not: those are parts of the package.
    """
    texts: list[str] = []
    names: list[str] = []

    def taken(match: re.Match[str]) -> str:
        (texts if match[0][0] == '"' else names).append(match[1] or match[2] or "")
        return match[0][0] * 2

    bare = _QUOTED.sub(taken, formula)
    programs = _DDE.findall(bare)
    yield from programs
    if not programs:
        yield from filter(None, map(_outside, names))
    yield from (shown_target(book) for book in _BARE_BOOK.findall(bare) if not book.isdigit())
    calls = dict.fromkeys(name.upper() for name in _CALL.findall(bare))
    for name in calls:
        if name in _FETCHING:
            yield f"{name} {next(map(shown_target, texts), '')}".strip()
    if _LINK in calls or _LOOKUP in calls:
        links = [text for text in _LINKED.findall(formula) if not is_plain(text)]
        paths = [text for text in texts if is_path(text) and text not in links]
        yield from map(shown_target, (*links, *paths))
        for text in texts:
            if "!" in text:
                yield from reached(text)


def numbers_workbook(formula: str) -> bool:
    """Whether a formula refers to another workbook by the number that the package gives it."""
    return "[" in formula and _NUMBERED_BOOK.search(formula) is not None


def shows_picture(formula: str) -> bool:
    """Whether a formula is the way in which WPS Office stores a picture in a cell."""
    return _PICTURE in formula.upper() and _PICTURE in map(str.upper, _CALL.findall(formula))


def _outside(name: str) -> str:
    """The workbook that a quoted name of a sheet begins with, empty when it has none by path."""
    match = _BOOK.fullmatch(name)
    if match:
        folder, book = match[1], match[2]
        return "" if book.isdigit() and not folder else shown_target(folder + book)
    return "" if _NO_SHEET.isdisjoint(name) else shown_target(name)
