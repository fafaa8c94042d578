"""Texts of others as they may be shown: without characters that act on what shows them."""

import re

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BREAKS = str.maketrans({"\n": " ", "\t": " ", "\r": " ", "\u2028": " ", "\u2029": " "})
_GAP = r"[\W_]{0,3}"
_IDENTITY = re.compile(rf"(?<!\d)\d{_GAP}\d{{4}}{_GAP}\d{{5}}{_GAP}\d{{2}}{_GAP}\d(?!\d)")
# No group or number of groups may be longer than the number itself: a text of a million digits
# would take the square of its length.
_IN_GROUPS = re.compile(r"(?<!\d)\d{1,12}([^\w,]{1,3}|_)\d{1,12}(?:\1\d{1,12}){0,11}(?!\d)")
_FIGURE = re.compile(r"\d+\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SIGNED = re.compile(r"\d+(?:[.,]\d+)+")
_IDENTITY_DIGITS = 13
_LONGEST_FIGURE = 40
_PICTURES = 0x2400  # U+241B is the picture of escape
_UNKNOWN = "\ufffd"


def escape_control_characters(text: str) -> str:
    """The text with a picture in the place of every character that a terminal obeys (escape), that
    turns the direction of writing around, or that is half a character; as long as it was. Line ends
    and tabs stay."""
    return text if text.isprintable() else _ACTING.sub(_picture, text)


def single_line(text: str) -> str:
    """The same on one line: a name with a line end cannot pretend to be two lines."""
    return text if text.isprintable() else escape_control_characters(text.translate(_BREAKS))


def ascii_safe(json: str) -> str:
    """A JSON text with those characters escaped; it means the same."""
    return json if json.isprintable() else _ACTING.sub(lambda at: f"\\u{ord(at[0]):04x}", json)


def mask_citizen_id(text: str) -> str:
    """The text without the middle of any citizen's number of thirteen digits: a message names the
    cell, and need not carry the number further.

    Digits of any script count. In one piece or in the usual groups (1-4-5-2-1, some perhaps
    together, up to three signs or spaces between them) a number is masked whatever its last digit,
    since it may be mistyped; in other groups only when that is the check digit of the other twelve.
    A figure with decimals or thousands (``100.0000000000001``) is none.
    """
    if len(text) < _IDENTITY_DIGITS:
        return text
    return _IN_GROUPS.sub(_mask_if_checked, _IDENTITY.sub(_mask, text))


def _mask(match: re.Match[str]) -> str:
    digits = _digits_of(match[0])
    return match[0] if _in_figure(match) else f"{digits[0]}-xxxx-xxxxx-xx-{digits[-1]}"


def _mask_if_checked(match: re.Match[str]) -> str:
    digits = _digits_of(match[0])
    if len(digits) != _IDENTITY_DIGITS or digits[-1] != _check_digit(digits):
        return match[0]
    return _mask(match)


def _digits_of(text: str) -> list[int]:
    return [int(char) for char in text if char.isdecimal()]


def _check_digit(digits: list[int]) -> int:
    """Of the first twelve, as the Department of Provincial Administration makes it."""
    weighed = zip(digits, range(_IDENTITY_DIGITS, 1, -1), strict=False)
    return (11 - sum(digit * weight for digit, weight in weighed) % 11) % 10


def _in_figure(found: re.Match[str]) -> bool:
    """Whether the digits are, or are part of, one number with decimals or thousands."""
    first, last = max(0, found.start() - _LONGEST_FIGURE), found.end() + _LONGEST_FIGURE
    return any(
        match.start() <= found.start()
        and found.end() <= match.end()
        and _FIGURE.fullmatch(match[0])
        for match in _SIGNED.finditer(found.string, first, last)
    )


def _picture(acting: re.Match[str]) -> str:
    code = ord(acting[0])
    return chr(_PICTURES + code) if code < 0x20 else _UNKNOWN
