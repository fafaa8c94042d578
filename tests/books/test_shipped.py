"""The blank templates that are handed out are those the forms and packs of today would make.

When this fails, run ``pso-excel template --all`` and commit ``workbook_templates/``.
"""

import io
import zipfile
from pathlib import Path

from pso_excel.cli.build import shipped_templates

FOLDER = Path(__file__).parents[2] / "workbook_templates"


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package; how they are compressed differs from one computer to another."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {part: package.read(part) for part in package.namelist()}


def test_the_handed_out_templates_are_current() -> None:
    made = dict(shipped_templates())
    kept = {path.name: path.read_bytes() for path in FOLDER.glob("*.xls[xm]")}
    assert kept.keys() == made.keys()
    stale = [name for name, data in made.items() if parts(data) != parts(kept[name])]
    assert stale == []
