"""``consolidate`` in a script of its user, in a fresh interpreter: the script runs once."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pso_excel.demo import write_province

SCRIPT = """
import multiprocessing
import threading
from datetime import date
from pathlib import Path

from pso_excel import consolidate, frames

print("runs")
multiprocessing.set_start_method({method!r})

def province():
    files = frames(consolidate(Path("p"), date(2026, 3, 31)).province)["files"]
    print(*sorted(set(files["outcome"])))

{call}
print(__name__, Path(__file__).name)
"""
WITHOUT_GUARD = "province()"
GUARDED = "if __name__ == '__main__':\n    province()"
IN_A_THREAD = "thread = threading.Thread(target=province)\nthread.start()\nthread.join()"
METHODS = ["spawn"] if sys.platform == "win32" else ["spawn", "forkserver", "fork"]
IN_WORKERS = """
import os
import sys
from pathlib import Path

sys.path.append({root!r})
from pso_excel.consolidation.workers import map_files
from pso_excel.model.registry import Settings
from tests.batch.working import process_of

print(os.getpid() in map_files(process_of, [Path("a"), Path("b")], Settings()))
"""


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small province."""
    folder = tmp_path_factory.mktemp("province")
    write_province(folder, range(1, 2))
    return folder


@pytest.fixture
def home(province: Path, tmp_path: Path) -> Path:
    """A folder with a province of which nothing has been read yet."""
    shutil.copytree(province, tmp_path / "p")
    return tmp_path


def lines_of(home: Path, *words: str) -> list[str]:
    """What Python prints; it may complain of nothing."""
    ran = subprocess.run(
        [sys.executable, *words], cwd=home, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("method", "call"),
    [
        *((method, WITHOUT_GUARD) for method in METHODS),
        ("spawn", GUARDED),
        ("spawn", IN_A_THREAD),
    ],
)
def test_a_script_runs_once_wherever_it_consolidates(home: Path, method: str, call: str) -> None:
    (home / "script.py").write_text(SCRIPT.format(method=method, call=call), encoding="utf-8")
    runs, outcomes, itself = lines_of(home, "script.py")
    assert (runs, itself) == ("runs", "__main__ script.py")
    assert "failed" not in outcomes


def test_a_module_that_is_run_by_its_name_runs_once(home: Path) -> None:
    text = SCRIPT.format(method="spawn", call=WITHOUT_GUARD)
    (home / "module.py").write_text(text, encoding="utf-8")
    assert lines_of(home, "-m", "module")[::2] == ["runs", "__main__ module.py"]


def test_a_program_without_a_file_stays_without_one(home: Path) -> None:
    text = SCRIPT.format(method="spawn", call=WITHOUT_GUARD)
    text = text.replace("Path(__file__).name", "'__file__' in globals()")
    assert lines_of(home, "-c", text)[::2] == ["runs", "__main__ False"]


def test_the_files_are_read_by_workers_all_the_same(home: Path) -> None:
    text = IN_WORKERS.format(root=str(Path(__file__).parents[2]))
    (home / "workers.py").write_text(text, encoding="utf-8")
    assert lines_of(home, "workers.py") == ["False"]
