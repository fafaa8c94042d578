"""Number formats of one document: their codes, their keys, what kind of number they show."""

from datetime import date, datetime, time
from typing import Any

from pso_excel.xlsx.workbook import NumberFormatKind
from pso_excel.xlwings_libreoffice.session import Session

DATE, TIME, PERCENT, TEXT, LOGICAL = 2, 4, 128, 256, 1024  # com.sun.star.util.NumberFormat
A_LANGUAGE = 10_000  # keys of a language begin at a multiple of this; the first is "General"
USUAL_DATE, USUAL_MOMENT, USUAL_TIME = "YYYY-MM-DD", "YYYY-MM-DD HH:MM", "HH:MM"


class Formats:
    """Asks LibreOffice about each format once; the format of a key never changes."""

    def __init__(self, session: Session, document: Any) -> None:
        self._formats = document.NumberFormats
        self._english = session.locale("en", "US")
        self._codes: dict[int, str] = {}
        self._types: dict[int, int] = {}
        self._keys: dict[str, int] = {}

    def key(self, code: str) -> int:
        """The key of a format code as Excel writes it, made if it is new."""
        known = self._keys.get(code)
        if known is None:
            known = int(self._formats.queryKey(code, self._english, False))
            if known < 0:
                known = int(self._formats.addNew(code, self._english))
            self._keys[code] = known
        return known

    def code(self, key: int) -> str:
        """The code of a key."""
        if key not in self._codes:
            self._codes[key] = str(self._formats.getByKey(key).FormatString)
        return self._codes[key]

    def format_kind(self, key: int) -> NumberFormatKind:
        """The kind of number that a key shows, as reading a saved file would judge it."""
        bits = self._type(key)
        kinds = (
            (DATE, NumberFormatKind.DATE),
            (TIME, NumberFormatKind.TIME),
            (PERCENT, NumberFormatKind.PERCENT),
        )
        kinds += ((TEXT, NumberFormatKind.TEXT),)
        plain = NumberFormatKind.NUMBER if key % A_LANGUAGE else NumberFormatKind.GENERAL
        return next((kind for bit, kind in kinds if bits & bit), plain)

    def is_moment(self, key: int) -> bool:
        """Whether numbers are shown as days or times of day."""
        return bool(self._type(key) & (DATE | TIME))

    def is_logical(self, key: int) -> bool:
        """Whether numbers are shown as TRUE and FALSE: LibreOffice's booleans."""
        return bool(self._type(key) & LOGICAL)

    def default_format(self, value: bool | date | time) -> int:
        """The key of the format that a boolean, a day or a time brings into a plain cell."""
        if isinstance(value, bool):
            return int(self._formats.getStandardFormat(LOGICAL, self._english))
        if isinstance(value, time):
            return self.key(USUAL_TIME)
        moment = isinstance(value, datetime) and value.time() != time()
        return self.key(USUAL_MOMENT if moment else USUAL_DATE)

    def _type(self, key: int) -> int:
        if key not in self._types:
            self._types[key] = int(self._formats.getByKey(key).Type)
        return self._types[key]


EXCEL = 3  # com.sun.star.sheet.AddressConvention.XL_OOX
CALC = 0  # com.sun.star.sheet.AddressConvention.OOO
_REMEMBERED = 20_000


class Formulas:
    """Translates the formulas of one document. Formulas are given and returned without ``=``."""

    def __init__(self, document: Any) -> None:
        self._excel = _parser(document, EXCEL)
        self._calc = _parser(document, CALC)
        self._at = document.Sheets.getByIndex(0).getCellByPosition(0, 0).CellAddress
        self._to_excel: dict[str, str] = {}
        self._to_calc: dict[str, str] = {}

    def to_excel(self, formula: str) -> str:
        """As Excel writes it in a file: commas, ``!`` after the sheet."""
        return self._translated(formula, self._calc, self._excel, self._to_excel)

    def to_calc(self, formula: str) -> str:
        """As LibreOffice takes it in its own way of writing, in English."""
        return self._translated(formula, self._excel, self._calc, self._to_calc)

    def _translated(self, formula: str, source: Any, target: Any, known: dict[str, str]) -> str:
        found = known.get(formula)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            tokens = source.parseFormula(formula, self._at)
            found = known[formula] = str(target.printFormula(tokens, self._at))
        return found


def _parser(document: Any, convention: int) -> Any:
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish = True
    parser.FormulaConvention = convention
    return parser
