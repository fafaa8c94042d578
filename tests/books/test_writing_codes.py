"""Why results cannot be put into a copy, code by code, each with a workbook close by that can."""

import pytest

from pso_excel.core.faults import patch_copy
from pso_excel.core.problem import Refused
from pso_excel.xlsx.workbook import CellWrite
from tests.xlsx.packages import MAIN, packed, parts, raw_book

SHEET = (
    f'<worksheet xmlns="{MAIN}"><sheetData>'
    '<row r="2"><c r="B2"><v>7</v></c><c r="C2"/></row></sheetData></worksheet>'
)
BOOK = raw_book(SHEET)
B2 = CellWrite("ผล", "B2", "x")
SIGNED = packed({**parts(BOOK), "_xmlsignatures/origin.sigs": b""})


def formula(text: str) -> bytes:
    """The workbook with that in C2."""
    return raw_book(SHEET.replace('<c r="C2"/>', f'<c r="C2">{text}<v>2</v></c>'))


@pytest.mark.parametrize(
    ("data", "write", "code"),
    [
        pytest.param(BOOK[:-30], B2, "O001", id="O001 fires: a package cut off"),
        pytest.param(raw_book("<rows/>"), B2, "O001", id="O001 fires: no sheet as expected"),
        pytest.param(BOOK, B2._replace(sheet="ผล 2"), "O003", id="O003 fires: no such sheet"),
        pytest.param(
            formula('<f t="shared" ref="C2:C9" si="0">A1</f>'),
            B2._replace(cell="C2"),
            "O004",
            id="O004 fires: other formulas hang on it",
        ),
        pytest.param(SIGNED, B2, "O005", id="O005 fires: signed"),
    ],
)
def test_what_keeps_results_out_of_a_copy(data: bytes, write: CellWrite, code: str) -> None:
    with pytest.raises(Refused) as refused:
        patch_copy(data, [write])
    assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("data", "write"),
    [
        pytest.param(BOOK, B2, id="O001 quiet, O003 quiet: as expected"),
        pytest.param(
            formula('<f t="shared" ref="C2:C9" si="0">A1</f>'),
            B2,
            id="O004 quiet: the cell beside the formula",
        ),
        pytest.param(
            formula("<f>1+1</f>"), B2._replace(cell="C2"), id="O004 quiet: nothing hangs on it"
        ),
        pytest.param(
            packed({**parts(BOOK), "customXml/signatures.xml": b"<a/>"}),
            B2,
            id="O005 quiet: a part with a like name",
        ),
    ],
)
def test_what_does_not(data: bytes, write: CellWrite) -> None:
    assert b'<c r="%b"' % write.cell.encode() in parts(patch_copy(data, [write]))["xl/sheet1.xml"]
