"""File names made of what offices type: readable, and harmless on every system."""

import re
import unicodedata

from pso_excel.core.thai import clean

LONGEST = 60
LONGEST_NAME = 255  # bytes of a file's name on Linux: 85 Thai letters
_UNSAFE = re.compile(r'[<>:"/\\|?*\s]+')
_DEVICES = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


def safe_name(text: str) -> str:
    """A name for a file, without folder and suffix: at most 60 characters, never empty.

    No separators, drive letters, device names of Windows, leading or trailing dots, control
    characters, or marks that turn the direction of writing around.
    """
    shown = unicodedata.normalize("NFC", text)
    seen = "".join(" " if char.isspace() else char for char in shown)
    seen = "".join(char for char in seen if unicodedata.category(char) not in _INVISIBLE)
    name = _UNSAFE.sub("_", seen).lstrip("._~").rstrip("._")[:LONGEST].rstrip("._")
    if _DEVICES.fullmatch(name):
        name = f"_{name}"[:LONGEST].rstrip("._")
    return name or "_"


def shown(text: str) -> str:
    """A text of unknown origin as it may be shown: one line, nothing invisible or unprintable, at
    most 60 characters."""
    return "".join(letter for letter in clean(text) if letter.isprintable())[:LONGEST].strip()


def fitted(stem: str, tail: str) -> str:
    """A file's name that begins with ``stem`` and ends with ``tail``; the stem is cut where the
    name would be longer than a file system takes."""
    room = LONGEST_NAME - len(tail.encode(errors="surrogateescape"))
    while len(stem.encode(errors="surrogateescape")) > room:
        stem = stem[:-1]
    return stem + tail
