"""The public names: there, documented, and their examples run."""

import re
from pathlib import Path

import pytest

import pso_excel

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_every_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    known: dict[str, object] = {}
    for example in EXAMPLE.finditer(page):
        above = page.count("\n", 0, example.start(1))  # what fails is told by its line of the page
        exec(compile("\n" * above + example[1], str(PAGE), "exec"), known)
    assert {name for name in pso_excel.__all__ if name not in known} == set()


@pytest.mark.parametrize("name", pso_excel.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert getattr(pso_excel, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        pso_excel.nothing_of_ours  # noqa: B018  # pyright: ignore
