"""``make docs``: what leads nowhere ends it, public names are on it, it loads nothing from afar."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import pso_excel

ROOT = Path(__file__).parent.parent
SPOILT = {
    "README.md": "[a page](docs/no_such_page.md)",
    "docs/inbox.md": "![a picture](pictures/no_such_picture.png)",
    "docs/fields.md": "[a list](#list-no_such_list)",
    "docs/reference.md": "```{eval-rst}\n.. autofunction:: pso_excel.no_such_name\n```",
}

pytestmark = pytest.mark.make


class Made(NamedTuple):
    """What ``make docs`` did: its exit code, what it told, and the site."""

    code: int
    told: str
    site: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site of a copy of the pages in which four of them point at what is not there."""
    copy = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "docs", copy / "docs")
    (copy / "workbook_templates").mkdir()
    for path in [*ROOT.glob("*.md"), ROOT / "LICENSE", ROOT / "Makefile"]:
        shutil.copy(path, copy)
    for path in (ROOT / "workbook_templates").glob("pso_excel.*"):
        shutil.copy(path, copy / "workbook_templates")
    for name, text in SPOILT.items():
        with (copy / name).open("a", encoding="utf-8") as page:
            page.write(f"\n\n{text}\n")
    installed = ["--assume-old", ".venv/.docs", f"BIN={Path(sys.executable).parent}"]
    ran = subprocess.run(
        ["make", "docs", *installed], cwd=copy, capture_output=True, text=True, check=False
    )
    return Made(ran.returncode, ran.stderr, copy / "build" / "site")


def test_what_leads_nowhere_ends_it(made: Made) -> None:
    assert made.code
    told = [line for line in made.told.splitlines() if "WARNING" in line]
    missing = re.findall(r"no_such_\w+", "\n".join(SPOILT.values()))
    assert [name for name in missing if not any(name in line for line in told)] == []
    assert [line for line in told if "no_such_" not in line] == []


def test_every_public_name_is_on_the_page(made: Made) -> None:
    page = (made.site / "docs" / "reference.html").read_text(encoding="utf-8")
    assert [name for name in pso_excel.__all__ if f'id="pso_excel.{name}"' not in page] == []


def test_it_loads_nothing_from_elsewhere(made: Made) -> None:
    pages = list(made.site.rglob("*.html"))
    assert len(pages) > 10
    loads = re.compile(
        r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//|<link[^>]+href="(?:https?:)?//'
    )
    assert [page.name for page in pages if loads.search(page.read_text(encoding="utf-8"))] == []
    styles = [path.read_text(encoding="utf-8") for path in made.site.rglob("*.css")]
    assert [style for style in styles if re.search(r"url\([\"']?(?:https?:)?//", style)] == []


def test_a_search_finds_thai_within_a_phrase(made: Made) -> None:
    index = (made.site / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(index[index.index("{") : index.rindex("}") + 1])["terms"]
    assert [term for term in terms if "ประเมินสถานภาพ" in term]  # parted nowhere at a vowel
    assert "<a id" not in index
