"""Reading one table of a pack key by key, so that a fault names the key and the table it is in."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, TypeVar

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.problem import Problem, Refused
from pso_excel.framework.pack import Source, Status

Toml: TypeAlias = "str | int | Decimal | list[Toml] | dict[str, Toml]"
E = TypeVar("E", bound=StrEnum)

TEXT = Bilingual("ข้อความ", "a text")
NUMBER = Bilingual("ตัวเลข", "a number")
WHOLE = Bilingual("จำนวนเต็ม", "a whole number")
FLAG = Bilingual("true หรือ false", "true or false")
TABLE = Bilingual("ตาราง", "a table")
ROWS = Bilingual("รายการ", "a list")
BOTH = Bilingual("ข้อความ th และ en", "a text in th and in en")


def refusal(code: str, /, **values: str | Bilingual) -> Refused:
    """A fault of a pack, ready to raise."""
    return Refused(Problem(code, values=values))


class TomlTable:
    """One table of a pack. Each reader takes its key out; :meth:`refuse_unknown_keys` refuses the
    rest.

    ``where`` is the table's name as the author of the pack would look for it
    (``"indicators 01.1"``). A key without a ``default`` must be there.
    """

    def __init__(self, table: Mapping[str, Toml], where: str) -> None:
        self._left = dict(table)
        self.where = where

    def fault(self, code: str, key: str, /, **values: str | Bilingual) -> Refused:
        """A fault at one key of this table."""
        return refusal(code, key=key, where=self.where, **values)

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet read."""
        return key in self._left

    def keys(self) -> tuple[str, ...]:
        """The keys not yet read."""
        return tuple(self._left)

    def refuse_unknown_keys(self) -> None:
        """Refuse a key that nothing reads: a mistyped one would be silently without effect."""
        for key in self._left:
            raise self.fault("N002", key)

    def _read_key(self, key: str) -> Toml:
        if key not in self._left:
            raise self.fault("N003", key)
        return self._left.pop(key)

    def _wrong(self, key: str, value: Toml, expected: Bilingual) -> Refused:
        return self.fault("N004", key, found=str(value), expected=expected)

    def _number(self, key: str, value: Toml) -> Decimal:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if number.is_finite():
                return number
        raise self._wrong(key, value, NUMBER)

    def text(self, key: str, default: str | None = None) -> str:
        """A text, not empty unless that is the default."""
        if default is not None and key not in self._left:
            return default
        value = self._read_key(key)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self._wrong(key, value, TEXT)
        return value

    def number(self, key: str, low: int = 0, high: int = 100) -> Decimal:
        """A number from ``low`` to ``high``."""
        found = self._number(key, self._read_key(key))
        if not low <= found <= high:
            raise self.fault("N006", key, found=str(found), low=str(low), high=str(high))
        return found

    def whole_number(self, key: str) -> int:
        """A whole number of 0 or more."""
        value = self._read_key(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        raise self._wrong(key, value, WHOLE)

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        """A list of numbers, empty when the key is absent."""
        if key not in self._left:
            return ()
        value = self._read_key(key)
        if not isinstance(value, list):
            raise self._wrong(key, value, ROWS)
        return tuple(self._number(key, toml) for toml in value)

    def flag(self, key: str) -> bool:
        """True or false; false when the key is absent."""
        found = self._read_key(key) if key in self._left else False
        if not isinstance(found, bool):
            raise self._wrong(key, found, FLAG)
        return found

    def words(self, key: str, default: Bilingual | None = None) -> Bilingual:
        """A text in Thai and in English, neither empty."""
        if default is not None and key not in self._left:
            return default
        value = self._read_key(key)
        if not isinstance(value, dict) or value.keys() != {"th", "en"}:
            raise self._wrong(key, value, BOTH)
        inner = TomlTable(value, f"{self.where}.{key}")
        return Bilingual(inner.text("th"), inner.text("en"))

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        """One of these texts."""
        value = self._read_key(key)
        if not isinstance(value, str) or value not in choices:
            raise self.fault("N005", key, found=str(value), choices=", ".join(choices))
        return value

    def choice(self, key: str, choices: type[E]) -> E:
        """One of a closed list."""
        return choices(self.one_of(key, tuple(choices)))

    def part(self, key: str) -> "TomlTable":
        """A table inside this one."""
        value = self._read_key(key)
        if not isinstance(value, dict):
            raise self._wrong(key, value, TABLE)
        return TomlTable(value, key)

    def rows(self, key: str, name: str = "code") -> list["TomlTable"]:
        """The tables of a list, each called by its ``name``; there is at least one."""
        value = self._read_key(key)
        if not isinstance(value, list) or not value:
            raise self._wrong(key, value, ROWS)
        parts: list[TomlTable] = []
        for place, row in enumerate(value, 1):
            if not isinstance(row, dict):
                raise self._wrong(key, row, TABLE)
            parts.append(TomlTable(row, f"{key} {row.get(name, place)}"))
        return parts

    def source(self, sources: Mapping[str, str]) -> Source:
        """The ``source`` (a key of the pack's sources) and ``status`` of this table."""
        return Source(sources[self.one_of("source", tuple(sources))], self.choice("status", Status))
