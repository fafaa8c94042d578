"""``pso-excel live`` as an officer types it, on a workbook open in a real LibreOffice."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pytest

from pso_excel import check_workbook, to_dict
from pso_excel.cli.options import print_json
from pso_excel.live.server.client import NOTE
from tests.complete_workbook import complete_workbook
from tests.libreoffice import Document, Office
from tests.live.actions import ASOF

NAME = "แบบของ ศูนย์ข้อมูล 2569.xlsx"
LEVEL = "06_ประเมิน", "F9"
COMMAND = (sys.executable, "-m", "pso_excel", "live", "check")
OPTIONS = ("--app", "libreoffice", "--asof", ASOF.isoformat())


@pytest.fixture
def document(libreoffice: Office, tmp_path: Path) -> Iterator[Document]:
    path = tmp_path / "งาน ก.พ.ร." / NAME
    path.parent.mkdir()
    path.write_bytes(complete_workbook())
    with libreoffice.open(path) as document:
        yield document


@pytest.fixture
def environment(libreoffice: Office, tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """That of an officer whose LibreOffice this is; the resident ends afterwards."""
    address = f"pipe,name={libreoffice.pipe}"
    yield {**os.environ, "PSO_EXCEL_LIBREOFFICE": address, "XDG_RUNTIME_DIR": str(tmp_path)}
    (tmp_path / "pso_excel" / NOTE).unlink(missing_ok=True)


def checked(environment: Mapping[str, str], folder: Path, *words: str) -> dict[str, Any]:
    command = (*COMMAND, *OPTIONS, "--json", *words)
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=False)
    assert done.stderr.decode() == ""
    return json.loads(done.stdout)


def test_a_check_gives_the_unsaved_score_and_leaves_the_file_alone(
    document: Document,
    environment: Mapping[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "งาน ก.พ.ร." / NAME
    before = path.read_bytes()
    scores: list[object] = []
    for level in ("1", "4"):
        document.type(*LEVEL, level)
        data = document.save_xlsx(tmp_path / "saved.xlsx").read_bytes()
        print_json(to_dict(check_workbook(data, ASOF, NAME).assessment))
        expected = json.loads(capsys.readouterr().out)
        found = checked(environment, path.parent, "--workbook", f"../{path.parent.name}/{NAME}")
        assert {**found, "copy": None} == {**expected, "copy": None}
        scores.append(found["score"]["official"])
    assert scores[0] != scores[1]
    assert path.read_bytes() == before


def test_watching_checks_whenever_the_workbook_is_saved_until_it_is_closed(
    document: Document, environment: Mapping[str, str]
) -> None:
    document.type(*LEVEL, "4")
    command = (*COMMAND, *OPTIONS, "--watch", "--json")
    watching = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert watching.stdout is not None
    assert watching.stderr is not None
    assert NAME in watching.stderr.readline().decode()
    first = line_of(watching.stdout)
    document.type(*LEVEL, "1")
    document.model.store()
    second = line_of(watching.stdout)
    assert first["score"]["official"] != second["score"]["official"]
    document.model.close(True)
    rest, complaint = watching.communicate(timeout=60)
    assert (rest, complaint, watching.returncode) == (b"", b"", 0)


def line_of(out: IO[bytes]) -> dict[str, Any]:
    return json.loads(out.readline())
