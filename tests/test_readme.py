"""What the README and the guides tell a person to type or to open is there."""

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(
    r"!?\[[^\]]*\]\(<?([^)>\s]+)>?[^)]*\)|<(?:img|a)\b[^>]*?(?:src|href)=\"([^\"]+)\""
)
ELSEWHERE = re.compile(r"[a-z]+:|#|//")
KNOWN_PROGRAMS = {"cd", "git", "pip", "python", "source"}


def commands_of(page: Path) -> list[list[str]]:
    """The commands of a page's ``console`` blocks: the lines that begin with ``$``."""
    return [
        shlex.split(line.strip()[1:], comments=True)
        for block in CONSOLE.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if line.strip().startswith("$ ")
    ]


def links_of(page: Path) -> list[str]:
    """The files of this project that a page links or shows."""
    found = [first or second for first, second in LINK.findall(page.read_text(encoding="utf-8"))]
    return [link.partition("#")[0] for link in found if not ELSEWHERE.match(link)]


@cache
def make_targets() -> frozenset[str]:
    """The targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE))


@cache
def help_of(*words: str) -> tuple[int, str]:
    """The exit code and the text of ``pso-excel WORDS --help``."""
    ran = subprocess.run(
        [sys.executable, "-m", "pso_excel", *words, "--help"],
        env={**os.environ, "COLUMNS": "200", "TERM": "dumb", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return ran.returncode, ran.stdout


@cache
def subcommands(*words: str) -> frozenset[str]:
    """The commands that the help of ``pso-excel WORDS`` lists, if it is a group of commands."""
    listed = help_of(*words)[1].partition("Commands")[2]
    return frozenset(re.findall(r"^\W*([a-z][a-z-]*)\b", listed, re.MULTILINE))


def complaint(command: list[str]) -> str:
    """Why a command of a page cannot be right, or nothing."""
    program, *words = command
    if program == "make":
        missing = [word for word in words if "=" not in word and word not in make_targets()]
        return f"make has no target {missing}" if missing else ""
    if program != "pso-excel":
        return "" if program in KNOWN_PROGRAMS else f"{program} is no program a reader must have"
    path: tuple[str, ...] = ()
    while words and words[0] in subcommands(*path):
        path = (*path, words.pop(0))
    if subcommands(*path) and not (words and words[0].startswith("-")):
        return f"pso-excel {' '.join(path)} has no command {words[:1]}"
    code, text = help_of(*path)
    options = {word.partition("=")[0] for word in words if word.startswith("-")}
    missing = sorted(option for option in options if option not in text)
    return f"pso-excel {' '.join(path)} has no option {missing}" if code or missing else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_the_page_exists(page: Path) -> None:
    assert [why for command in commands_of(page) if (why := complaint(command))] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_the_page_links_exists(page: Path) -> None:
    assert [link for link in links_of(page) if not (page.parent / link).exists()] == []


def test_the_readme_tells_how_to_try_and_how_to_test() -> None:
    assert ["make", "demo"] in commands_of(ROOT / "README.md")
    assert ["make", "test"] in commands_of(ROOT / "README.md")


def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert script[-1] == "make test"


@pytest.mark.parametrize(
    "command",
    [
        "make tea",
        "pso-excel dance",
        "pso-excel template --shiny",
        "frobnicate --all",
    ],
)
def test_a_command_that_does_not_exist_is_found(command: str) -> None:
    assert complaint(shlex.split(command))
