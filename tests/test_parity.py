"""Shows when done 3: random workbooks as a plain oracle, the engine and LibreOffice work them out;
``make parity`` takes hundreds of them."""

from pathlib import Path

import pytest

from tests.libreoffice import Office
from tests.parity import BOOKS, Case, cases, compared
from tests.slices import slice_of

SLICE = slice_of(cases(BOOKS), 7)


@pytest.mark.parametrize("case", SLICE, ids=lambda case: "-".join(map(str, case)))
def test_parity_of_a_random_office(libreoffice: Office, tmp_path: Path, case: Case) -> None:
    report = compared(libreoffice, case, tmp_path)
    assert report.wrong == []
    assert report.counts["figures of the engine"] > 100
    assert report.counts["cells of the sheet"] > 100
    assert report.counts["check cells"] > 50
