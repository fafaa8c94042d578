"""The code stays small enough to see whole; what is larger argues for itself here."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINES_OF_A_FILE = 450
LINES_OF_A_FUNCTION = 44

# What is larger on purpose, and why.
LARGER: Mapping[str, str] = {
    "tests/made_up.py::digest_of": "half of it is one constructor, a line a field",
    "tests/xlsx/test_patching.py": "one door; its properties share one set of made books",
}


def sources() -> list[Path]:
    """Every module of the package and of its tests."""
    return [
        path for folder in ("pso_excel", "tests") for path in sorted((ROOT / folder).rglob("*.py"))
    ]


@cache
def too_large() -> frozenset[str]:
    """Files and functions over the limit, named ``path`` and ``path::function``."""
    return frozenset(found_too_large())


def found_too_large() -> Iterator[str]:
    for path in sources():
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        if text.count("\n") > LINES_OF_A_FILE:
            yield name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LINES_OF_A_FUNCTION:
                    yield f"{name}::{node.name}"


def test_what_is_large_argues_for_itself() -> None:
    assert len(sources()) > 20
    assert too_large() - set(LARGER) == set()


def test_nothing_argues_in_vain() -> None:
    assert set(LARGER) - too_large() == set()
