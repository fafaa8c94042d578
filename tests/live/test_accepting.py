"""Where a LibreOffice that somebody else started can be reached."""

from pathlib import Path

from pso_excel.live.programs.libreoffice_connect import accepting
from tests.libreoffice import Office


def process(folder: Path, number: int, *words: str) -> None:
    (folder / str(number)).mkdir()
    (folder / str(number) / "cmdline").write_bytes("\0".join(words).encode() + b"\0")


def test_addresses_stand_on_command_lines(tmp_path: Path) -> None:
    process(tmp_path, 90, "soffice.bin", "--accept=socket,host=localhost,port=2002;urp;")
    process(tmp_path, 700, "soffice.bin", "-accept=pipe,name=office;urp;StarOffice.Service")
    process(tmp_path, 701, "oosplash", "-accept=pipe,name=office;urp;StarOffice.Service")
    process(tmp_path, 12, "other", "--accept=everything", "--accept")
    (tmp_path / "self").mkdir()
    (tmp_path / "33").mkdir()
    assert accepting(tmp_path) == ["pipe,name=office", "socket,host=localhost,port=2002"]


def test_a_running_libreoffice_is_found(libreoffice: Office) -> None:
    assert f"pipe,name={libreoffice.pipe}" in accepting()
