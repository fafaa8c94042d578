"""Reading one table of a pack key by key, so that a fault names the key and the table it is in."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, TypeVar

from pso_excel.core.bilingual import Words
from pso_excel.core.problem import Problem, Refused
from pso_excel.framework.pack import Source, Status

Toml: TypeAlias = "str | int | Decimal | list[Toml] | dict[str, Toml]"
E = TypeVar("E", bound=StrEnum)

TEXT = Words("ข้อความ", "a text")
NUMBER = Words("ตัวเลข", "a number")
WHOLE = Words("จำนวนเต็ม", "a whole number")
FLAG = Words("true หรือ false", "true or false")
TABLE = Words("ตาราง", "a table")
ROWS = Words("รายการ", "a list")
BOTH = Words("ข้อความ th และ en", "a text in th and in en")


def refusal(code: str, /, **values: str | Words) -> Refused:
    """A fault of a pack, ready to raise."""
    return Refused(Problem(code, values=values))


class Part:
    """One table of a pack. Each reader takes its key out; :meth:`done` refuses what is left over.

    ``where`` is the table's name as the author of the pack would look for it
    (``"indicators 01.1"``). A key without a ``default`` must be there.
    """

    def __init__(self, table: Mapping[str, Toml], where: str) -> None:
        self._left = dict(table)
        self.where = where

    def fault(self, code: str, key: str, /, **values: str | Words) -> Refused:
        """A fault at one key of this table."""
        return refusal(code, key=key, where=self.where, **values)

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet read."""
        return key in self._left

    def keys(self) -> tuple[str, ...]:
        """The keys not yet read."""
        return tuple(self._left)

    def done(self) -> None:
        """Refuse a key that nothing reads: a mistyped one would be silently without effect."""
        for key in self._left:
            raise self.fault("N002", key)

    def _take(self, key: str) -> Toml:
        if key not in self._left:
            raise self.fault("N003", key)
        return self._left.pop(key)

    def _wrong(self, key: str, found: Toml, expected: Words) -> Refused:
        return self.fault("N004", key, found=str(found), expected=expected)

    def _number(self, key: str, found: Toml) -> Decimal:
        if isinstance(found, int | Decimal) and not isinstance(found, bool):
            number = Decimal(found)
            if number.is_finite():
                return number
        raise self._wrong(key, found, NUMBER)

    def text(self, key: str, default: str | None = None) -> str:
        """A text, not empty unless that is the default."""
        if default is not None and key not in self._left:
            return default
        found = self._take(key)
        if not isinstance(found, str) or (not found.strip() and default is None):
            raise self._wrong(key, found, TEXT)
        return found

    def number(self, key: str, low: int = 0, high: int = 100) -> Decimal:
        """A number from ``low`` to ``high``."""
        found = self._number(key, self._take(key))
        if not low <= found <= high:
            raise self.fault("N006", key, found=str(found), low=str(low), high=str(high))
        return found

    def whole(self, key: str) -> int:
        """A whole number of 0 or more."""
        found = self._take(key)
        if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
            return found
        raise self._wrong(key, found, WHOLE)

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        """A list of numbers, empty when the key is absent."""
        if key not in self._left:
            return ()
        found = self._take(key)
        if not isinstance(found, list):
            raise self._wrong(key, found, ROWS)
        return tuple(self._number(key, one) for one in found)

    def flag(self, key: str) -> bool:
        """True or false; false when the key is absent."""
        found = self._take(key) if key in self._left else False
        if not isinstance(found, bool):
            raise self._wrong(key, found, FLAG)
        return found

    def words(self, key: str, default: Words | None = None) -> Words:
        """A text in Thai and in English, neither empty."""
        if default is not None and key not in self._left:
            return default
        found = self._take(key)
        if not isinstance(found, dict) or found.keys() != {"th", "en"}:
            raise self._wrong(key, found, BOTH)
        inner = Part(found, f"{self.where}.{key}")
        return Words(inner.text("th"), inner.text("en"))

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        """One of these texts."""
        found = self._take(key)
        if not isinstance(found, str) or found not in choices:
            raise self.fault("N005", key, found=str(found), choices=", ".join(choices))
        return found

    def choice(self, key: str, choices: type[E]) -> E:
        """One of a closed list."""
        return choices(self.one_of(key, tuple(choices)))

    def part(self, key: str) -> "Part":
        """A table inside this one."""
        found = self._take(key)
        if not isinstance(found, dict):
            raise self._wrong(key, found, TABLE)
        return Part(found, key)

    def rows(self, key: str, name: str = "code") -> list["Part"]:
        """The tables of a list, each called by its ``name``; there is at least one."""
        found = self._take(key)
        if not isinstance(found, list) or not found:
            raise self._wrong(key, found, ROWS)
        parts: list[Part] = []
        for place, row in enumerate(found, 1):
            if not isinstance(row, dict):
                raise self._wrong(key, row, TABLE)
            parts.append(Part(row, f"{key} {row.get(name, place)}"))
        return parts

    def source(self, sources: Mapping[str, str]) -> Source:
        """The ``source`` (a key of the pack's sources) and ``status`` of this table."""
        return Source(sources[self.one_of("source", tuple(sources))], self.choice("status", Status))
