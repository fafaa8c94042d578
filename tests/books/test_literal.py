"""What an office typed is written as it stands, also where XlsxWriter would take it for XML."""

from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pso_excel.intake import read_book
from pso_excel.xlsx.patcher.cell_xml import escape_rich_string

MARKUP = st.lists(st.sampled_from(["<r>", "</r>", "<t>", "</t>", "<f>1+1</f>", "&", "ก"])).map(
    "".join
)


@pytest.mark.parametrize("options", [{"in_memory": True}, {"constant_memory": True}], ids=str)
def test_no_text_is_taken_for_xml(options: dict[str, bool]) -> None:
    @given(MARKUP | MARKUP.map(lambda text: f"<r>{text}</r>"))
    @settings(max_examples=50, database=None)
    def check(text: str) -> None:
        out = BytesIO()
        with xlsxwriter.Workbook(out, options) as book:
            book.add_worksheet().write_string(0, 0, escape_rich_string(text))
        (sheet,) = read_book(out.getvalue()).sheets.values()
        cell = sheet.cell(1, 1)
        assert (cell.value or "", cell.is_formula) == (escape_rich_string(text), False)
        assert escape_rich_string(text).removesuffix(" ") == text
        assert len(sheet.cells) <= 1

    check()
