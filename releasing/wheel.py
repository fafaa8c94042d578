"""The wheel and the source archive, and an environment that holds the wheel and the lock alone."""

import subprocess
import sys
import sysconfig
from pathlib import Path

LOCK = "requirements.lock"


def build(root: Path, folder: Path) -> tuple[Path, Path]:
    """Build the wheel and the source archive of a checkout into a folder."""
    run(sys.executable, "-m", "hatchling", "build", "-d", str(folder.resolve()), cwd=root)
    (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, archive


class Environment:
    """An environment without pip: this one's installs into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        run(sys.executable, "-m", "venv", "--without-pip", str(folder), cwd=folder.parent)

    def program(self, name: str) -> str:
        """The path of a program in it."""
        home = str(self.folder)
        scripts = sysconfig.get_path("scripts", "venv", {"base": home, "platbase": home})
        return str(Path(scripts, name + (".exe" if sys.platform == "win32" else "")))

    def install(self, wheel: Path, lock: Path) -> None:
        """Install what is locked and then the wheel, resolving nothing."""
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
        install = [*pip, "--python", self.program("python"), "install", "--no-deps", "--no-compile"]
        locked = ["--only-binary", ":all:", "--require-hashes", "-r", str(lock)]
        run(*install, *locked, cwd=self.folder)
        run(*install, str(wheel), cwd=self.folder)
        run(*pip, "--python", self.program("python"), "check", cwd=self.folder)

    def run(self, name: str, *arguments: str, folder: Path) -> str:
        """Run a program of it in a folder; what it prints."""
        return run(self.program(name), *arguments, cwd=folder)


def run(*command: str, cwd: Path) -> str:
    """Run a command; what it prints. One that fails ends everything, with what it said."""
    ran = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ran.stdout}{ran.stderr}")
    return ran.stdout
