"""A: the recipes that install the locks, run whole where the index offers newer releases.

pip before 24 resolves an extra against the newest release of the index, and refuses it when only
an older one is in the lock. So no recipe may resolve.
"""

import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.small_index import locked, small_index, wheel

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
WINDOWS = re.findall(r"`([^`]*Scripts.python -m pip [^`]*)`", PAGES[0].read_text(encoding="utf-8"))
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))

# The oldest that comes with a Python we support is Debian 12's; the other is Python 3.11's own.
PIPS = {
    "23.0.1": "236bcb61156d76c4b8a05821b988c7b8c35bf0da28a4b614e8d6ab5212c25c6f",
    "23.2.1": "7ccf472345f20d35bdc9d1841ff5f313260c2c33fe417f48c30ac46cccabf5be",
}

# "gallery" wants an extra of "paint", and of each there is a release newer than the lock.
RELEASES = [
    (name, version, metadata)
    for version in ("1.0", "2.0")
    for name, metadata in (
        ("gallery", ["Requires-Dist: paint[red]>=1"]),
        ("paint", ["Provides-Extra: red", 'Requires-Dist: pigment>=1; extra == "red"']),
        ("pigment", []),
    )
]
PINS = ("gallery==1.0", "paint==1.0", "pigment==1.0")
PROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
BACKEND = """import shutil
def build_editable(folder, *_):
    return shutil.copy("pso_excel-1.0-py3-none-any.whl", folder).rpartition("/")[2]
"""


def installed_pip(version: str) -> Path:
    """A folder that holds this release of pip: from PyPI, once for each environment."""
    folder = Path(sys.prefix) / "older-pips" / version
    if not (folder / "pip").exists():
        folder.mkdir(parents=True, exist_ok=True)
        wanted = folder / "requirements.txt"
        wanted.write_text(f"pip=={version} --hash=sha256:{PIPS[version]}", encoding="utf-8")
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder]
        strictly = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", wanted]
        subprocess.run([*install, *strictly], check=True)
    return folder


class Clone:
    """A clone of a project as small as can be, with an environment of its own and our recipes."""

    def __init__(self, folder: Path, pip: str = "23.0.1") -> None:
        self.folder = folder
        self.wheels = small_index(folder / "simple", RELEASES)
        wheel(folder, "pso_excel", "1.0", ["Requires-Dist: gallery"])
        (folder / "pso_excel").mkdir()
        self.write("pyproject.toml", PROJECT)
        self.write("backend.py", BACKEND)
        self.write("Makefile", MAKEFILE)
        self.lock(*PINS)
        environment = [sys.executable, "-m", "venv", "--without-pip", folder / ".venv"]
        subprocess.run(environment, check=True)
        Path(self._place("purelib"), "pip.pth").write_text(f"{installed_pip(pip)}\n", "utf-8")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def lock(self, *pins: str) -> None:
        """Let every lock file hold these."""
        for name in LOCKS:
            self.write(name, locked(self.wheels, *pins))

    def _place(self, name: str) -> str:
        home = str(self.folder / ".venv")
        return sysconfig.get_path(name, "venv", {"base": home, "platbase": home})

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command; pip knows the small index alone, make what no make above it was told."""
        foreign = re.compile(r"PIP_|MAKE|MFLAGS|PYTHON", re.IGNORECASE)
        kept = {name: value for name, value in os.environ.items() if not foreign.match(name)}
        index = (self.folder / "simple").as_uri()
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index},
            capture_output=True,
            text=True,
            check=False,
        )

    def run_for_windows(self, line: str) -> list[subprocess.CompletedProcess[str]]:
        """The commands of pip in a line for PowerShell, with this system's spelling of paths."""
        scripts = Path(self._place("scripts")).as_posix() + "/"
        line = line.replace(".venv\\Scripts\\", scripts)
        commands = [shlex.split(command) for command in line.split(";")]
        return [self.run(*command) for command in commands if command[1:3] == ["-m", "pip"]]

    def installed(self) -> set[str]:
        found = Path(self._place("purelib")).glob("*.dist-info")
        return {path.stem.replace("-", "==") for path in found}


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


@pytest.mark.make
@pytest.mark.parametrize(
    ("pip", "target"),
    [("23.2.1", ".venv/.run"), ("23.0.1", ".venv/.fuzz")],  # .fuzz makes .dev first
)
def test_a_the_makefile_installs_what_is_locked(tmp_path: Path, pip: str, target: str) -> None:
    done = (clone := Clone(tmp_path, pip)).run("make", target)
    assert done.returncode == 0, done.stderr
    assert clone.installed() == {*PINS, "pso_excel==1.0"}


@pytest.mark.parametrize("line", WINDOWS)
def test_a_the_lines_for_windows_install_what_is_locked(clone: Clone, line: str) -> None:
    ran = clone.run_for_windows(line)
    assert [done.stderr for done in ran if done.returncode] == []
    assert clone.installed() == {*PINS, "pso_excel==1.0"}


@pytest.mark.make
def test_a_a_recipe_that_resolves_would_fail(clone: Clone) -> None:
    clone.write("Makefile", MAKEFILE.replace("--no-deps --only-binary", "--only-binary"))
    done = clone.run("make", ".venv/.run")
    assert done.returncode
    assert "In --require-hashes mode" in done.stderr
    assert "paint[red]" in done.stderr


@pytest.mark.make
def test_a_a_lock_with_a_gap_stops_the_install(clone: Clone) -> None:
    clone.lock("gallery==1.0", "pigment==1.0")
    done = clone.run("make", ".venv/.run")
    assert done.returncode
    assert "gallery 1.0 requires paint, which is not installed" in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_every_lock_on_a_page_is_installed_without_resolving(page: Path) -> None:
    for command in re.findall(r"\bpip[^;&`\n]*", page.read_text(encoding="utf-8")):
        if ".lock" in command or re.search(r"install.* \.$", command.strip()):
            assert "--no-deps" in command
        if ".lock" in command:
            assert "--require-hashes" in command
            assert "--only-binary :all:" in command
