"""The public names: there, documented, and their examples run."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pso_excel
from tests.complete_workbook import complete_workbook

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "api.md"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_every_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    known: dict[str, object] = {}
    for example in EXAMPLE.finditer(page):
        above = page.count("\n", 0, example.start(1))  # what fails is told by its line of the page
        exec(compile("\n" * above + example[1], str(PAGE), "exec"), known)
    assert {name for name in pso_excel.__all__ if name not in known} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_example_needs_a_name_that_may_change(page: Path) -> None:
    examples = ast.parse("\n".join(EXAMPLE.findall(page.read_text(encoding="utf-8"))))
    imported = [node.module for node in ast.walk(examples) if isinstance(node, ast.ImportFrom)]
    assert [name for name in imported if name and name.startswith("pso_excel.")] == []


def test_the_readme_tells_of_the_public_names_by_an_example_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (example,) = EXAMPLE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    exec(compile(example, "README.md", "exec"), {})
    assert "58-R-014_2569-1.xlsx" in capsys.readouterr().out  # it is not there, and is told so
    Path("58-R-014_2569-1.xlsx").write_bytes(complete_workbook())
    exec(compile(example, "README.md", "exec"), {})
    assert "SYS-01" in capsys.readouterr().out


def test_the_names_are_listed_before_they_are_loaded() -> None:
    code = "import sys, pso_excel; print(*dir(pso_excel)); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    listed, loaded = (set(line.split()) for line in ran.stdout.splitlines())
    assert listed >= set(pso_excel.__all__)
    assert {name for name in loaded if name.startswith("pso_excel.")} == set()


@pytest.mark.parametrize("name", pso_excel.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert getattr(pso_excel, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        pso_excel.nothing_of_ours  # noqa: B018  # pyright: ignore
