"""The wheel, where only it and the lock are installed, runs and types the programs of others."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from releasing.wheel import LOCK, Environment, build, run

ROOT = Path(__file__).parent.parent
SCRIPT = Path(__file__).with_name("api_script.py")
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Away(NamedTuple):
    """A folder outside of the checkout, an environment in it, and what is installed there."""

    folder: Path
    environment: Environment
    wheel: Path
    archive: Path


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Away:
    folder = tmp_path_factory.mktemp("away")
    wheel, archive = build(ROOT, folder / "dist")
    environment = Environment(folder / "environment")
    environment.install(wheel, ROOT / LOCK)
    shutil.copy(SCRIPT, folder)
    return Away(folder, environment, wheel, archive)


def typed(away: Away, script: str) -> str:
    """What mypy says of a script, with what that environment holds."""
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "cache", script]
    ran = subprocess.run(
        [*command, "--python-executable", away.environment.program("python")],
        cwd=away.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


def test_the_demo_and_a_program_of_others_run(away: Away) -> None:
    assert "province_" in away.environment.run("pso-excel", "demo", folder=away.folder)
    told = away.environment.run("python", "-W", "error", SCRIPT.name, folder=away.folder)
    assert told.startswith("58-R-014\n")
    assert "offices 24" in told
    where = "import pso_excel; print(pso_excel.__file__)"
    found = away.environment.run("python", "-c", where, folder=away.folder)
    assert Path(found.strip()).is_relative_to(away.folder)


def test_a_program_of_others_is_typed_strictly(away: Away) -> None:
    assert typed(away, SCRIPT.name).startswith("Success")


@pytest.mark.parametrize("page", ["README.md", "docs/api.md"])
def test_the_examples_of_a_page_are_typed_strictly(away: Away, page: str) -> None:
    examples = EXAMPLE.findall((ROOT / page).read_text(encoding="utf-8"))
    assert examples
    script = f"{Path(page).stem.lower()}_examples.py"
    (away.folder / script).write_text("\n".join(examples), encoding="utf-8")
    assert typed(away, script).startswith("Success")


@pytest.mark.parametrize(
    ("good", "wrong", "told"),
    [
        ("check_office(path, ASOF", "check_office(5, ASOF", 'incompatible type "int"'),
        ("if card is None or", "if", 'Item "None" of "Scorecard | None" has no attribute'),
        ("    to_dict,", "    to_dictionary,", 'has no attribute "to_dictionary"'),
    ],
)
def test_a_wrong_type_is_found(away: Away, good: str, wrong: str, told: str) -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert good in text
    (away.folder / "wrong.py").write_text(text.replace(good, wrong), encoding="utf-8")
    assert told in typed(away, "wrong.py")


def test_the_source_archive_makes_the_same_wheel(away: Away, tmp_path: Path) -> None:
    run("tar", "-xzf", str(away.archive), cwd=tmp_path)
    (source,) = tmp_path.iterdir()
    again, _ = build(source, tmp_path / "dist")
    assert again.read_bytes() == away.wheel.read_bytes()
    names = ZipFile(again).namelist()
    assert "pso_excel/py.typed" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_what_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        run(sys.executable, "-c", "raise SystemExit('no such thing')", cwd=tmp_path)
