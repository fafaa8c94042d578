"""One office's workbook is checked with the standard library, pydantic's core and XlsxWriter alone.

That keeps the command quick (pydantic itself takes as long to import as a check) and lets the same
code run where pandas and openpyxl cannot.
"""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.complete_workbook import blank_workbook

ALLOWED = sys.stdlib_module_names | {
    "pso_excel",
    "pydantic_core",
    "typing_extensions",
    "xlsxwriter",
}
CHECK = """
import json, sys
from datetime import date
from pathlib import Path
before = set(sys.modules)
from pso_excel import check_office
path = Path(sys.argv[1])
found = check_office(path.read_bytes(), date.fromisoformat(sys.argv[2]), path.name)
loaded = sorted({name.partition(".")[0] for name in set(sys.modules) - before})
print(json.dumps([found.office, [problem.code for problem in found.problems], loaded]))
"""


def test_checking_one_office_loads_nothing_heavy(tmp_path: Path) -> None:
    book = tmp_path / "สำนักงาน.xlsx"
    book.write_bytes(blank_workbook())
    ran = subprocess.run(
        [sys.executable, "-c", CHECK, str(book), date(2026, 1, 15).isoformat()],
        check=True,
        capture_output=True,
        text=True,
    )
    office, codes, loaded = json.loads(ran.stdout.splitlines()[-1])
    assert office == "58-R-014"
    assert "I001" not in codes  # a fault of ours would have stopped the path half-way
    assert "pso_excel" in loaded
    named = {name for name in loaded if not name.startswith("_sysconfigdata")}
    assert named - ALLOWED == set()


COMMAND = """
import sys
from pso_excel.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
WITHOUT = {"pydantic", "pandas", "openpyxl", "xlwings"}


def test_the_command_checks_a_shipped_workbook_without_the_large_packages(tmp_path: Path) -> None:
    shipped = Path(__file__).parent.parent / "workbook_templates" / "pso_office_th.xlsx"
    typed = ["check", str(shipped), "--out", str(tmp_path), "--asof", "2026-01-15"]
    ran = subprocess.run(
        [sys.executable, "-c", COMMAND, *typed], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1  # a blank workbook has much to fill in
    assert list(tmp_path.iterdir())
    loaded = set(ran.stderr.split())
    assert "pydantic_core" in loaded
    assert loaded & WITHOUT == set()
