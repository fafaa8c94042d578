"""Texts of others as they may be shown: without characters that act on what shows them."""

import re

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BREAKS = str.maketrans({"\n": " ", "\t": " ", "\r": " ", "\u2028": " ", "\u2029": " "})
_DIGIT = "[0-9๐-๙]"
_GROUPS = "\\1".join(f"{_DIGIT}{{{length}}}" for length in (4, 5, 2, 1))
_IDENTITY = re.compile(f"(?<!{_DIGIT}){_DIGIT}([- ]?){_GROUPS}(?!{_DIGIT})")
_IDENTITY_DIGITS = 13
_PICTURES = 0x2400  # U+241B is the picture of escape
_UNKNOWN = "\ufffd"


def visible(text: str) -> str:
    """The text with a picture in the place of every character that a terminal obeys (escape), that
    turns the direction of writing around, or that is half a character; as long as it was. Line ends
    and tabs stay."""
    return text if text.isprintable() else _ACTING.sub(_picture, text)


def one_line(text: str) -> str:
    """The same on one line: a name with a line end cannot pretend to be two lines."""
    return text if text.isprintable() else visible(text.translate(_BREAKS))


def ascii_safe(json: str) -> str:
    """A JSON text with those characters escaped; it means the same."""
    return json if json.isprintable() else _ACTING.sub(lambda at: f"\\u{ord(at[0]):04x}", json)


def masked(text: str) -> str:
    """The text without the middle of any citizen's number of thirteen digits, written together or
    in its five groups: a message names the cell, and need not carry the number further.

    A number is taken for one when its last digit is the check digit of the other twelve (weights 13
    down to 2, modulo 11), as the Department of Provincial Administration makes them.
    """
    return text if len(text) < _IDENTITY_DIGITS else _IDENTITY.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    digits = [int(char) for char in found[0] if char.isdecimal()]
    total = sum(digit * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    if (11 - total % 11) % 10 != digits[-1]:
        return found[0]
    return f"{digits[0]}-xxxx-xxxxx-xx-{digits[-1]}"


def _picture(acting: re.Match[str]) -> str:
    code = ord(acting[0])
    return chr(_PICTURES + code) if code < 0x20 else _UNKNOWN
