"""Formulas as Excel writes them, and as LibreOffice does: ``SUM('06'!A1,2)``, ``SUM($'06'.A1;2)``.

LibreOffice's own parser translates; a formula says the same wherever it stands, so each text is
translated once.
"""

from typing import Any

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
