"""Where links lead: which are plain links to the web, and how a target is shown to people."""

import re

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
