"""Two buttons pressed at once, in two workbooks of one LibreOffice, with the command itself."""

from contextlib import ExitStack
from pathlib import Path

from pso_excel.buttons import OFFICE_COMMANDS
from pso_excel.core.messages import term_in
from pso_excel.forms.layout import COVER
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Document, Office
from tests.live.pressing import cell, opened, press, said, state, wait_until

CHECK = OFFICE_COMMANDS[0].caption.th


def exit_code(document: Document) -> str:
    return str(cell(document, "PSO_PRESS").String).split()[2]


def test_each_workbook_is_told_what_became_of_its_own_press(
    libreoffice: Office, tmp_path: Path
) -> None:
    data = complete_workbook(macros=True)
    with ExitStack() as closing:
        documents: list[Document] = []
        for name in ("แบบ ก.xlsm", "แบบ ข.xlsm"):
            (tmp_path / name).write_bytes(data)
            documents.append(closing.enter_context(opened(libreoffice, tmp_path / name)))
        for document in documents:
            press(document, COVER, CHECK)
        wait_until(lambda: all(state(document) == "done" for document in documents))
        told = {exit_code(document): said(document) for document in documents}
    assert told["0"].startswith(("✔", "▲", "–"))
    if "2" in told:  # while the other was at work
        assert term_in("live_check", "th") in told["2"]
        assert "U005" in told["2"]
