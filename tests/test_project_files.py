"""What a forge reads of this project is valid, and names only commands and versions there are."""

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.test_readme import complaint, make_targets

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = [GITHUB / "ISSUE_TEMPLATE" / name for name in ("bug.yml", "idea.yml")]
FILES = sorted(path for path in GITHUB.rglob("*") if path.is_file())
PRE_COMMIT = ROOT / ".pre-commit-config.yaml"
PYTHONS = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))


def told_of(schema: str, *files: Path) -> str:
    """What ``check-jsonschema`` says against these files, or nothing; its schemas come with it."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    ran = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr if ran.returncode else ""


def test_the_workflows_are_valid() -> None:
    assert told_of("github-workflows", *WORKFLOWS) == ""


def test_the_issue_forms_are_valid() -> None:
    assert told_of("github-issue-forms", *FORMS) == ""
    assert told_of("github-issue-config", GITHUB / "ISSUE_TEMPLATE" / "config.yml") == ""


@pytest.mark.parametrize(
    ("schema", "good", "spoilt", "text"),
    [
        ("github-workflows", "runs-on:", "runs-in:", WORKFLOWS[0].read_text("utf-8")),
        ("github-issue-forms", "type: textarea", "type: essay", FORMS[0].read_text("utf-8")),
    ],
)
def test_what_is_not_valid_is_told(
    schema: str, good: str, spoilt: str, text: str, tmp_path: Path
) -> None:
    file = tmp_path / "spoilt.yml"
    file.write_text(text.replace(good, spoilt), encoding="utf-8")
    assert spoilt.rstrip(":").split()[-1] in told_of(schema, file)


@pytest.mark.parametrize("file", [*FILES, PRE_COMMIT], ids=lambda file: file.name)
def test_every_command_named_exists(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    run = re.findall(r"(?:^|run: |`)make ((?:[a-z]+ ?)+)$", text, re.MULTILINE)
    quoted = re.findall(r"`make ([a-z ]+)`", text)
    missing = {word for words in (*run, *quoted) for word in words.split()} - make_targets()
    commands = re.findall(r"`pso-excel ([a-z -]+)`", text)
    assert missing == set()
    assert [why for line in commands if (why := complaint(["pso-excel", *line.split()]))] == []


def test_ci_runs_every_test_on_every_python_we_name() -> None:
    workflow = WORKFLOWS[0].read_text(encoding="utf-8")
    assert re.findall(r'\{ python: "([\d.]+)", image: "\w+:[\w.]+" \}', workflow) == PYTHONS
    assert "run: make test\n" in workflow


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_and_pins_what_it_uses(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert re.findall(r"^( *)permissions:\n +(.*)", text, re.MULTILINE) == [("", "contents: read")]
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w./-]+@v\d[\d.]*", name)] == []


def test_windows_runs_what_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    cells = re.findall(r"\| `([^`]*Scripts.python[^`]*)` \|", readme)
    told = [line.strip() for cell in cells for line in cell.split(";")]
    ran = re.findall(
        r"^ +(py(?:thon)? -m venv .*|\.venv\\.*)$", WORKFLOWS[0].read_text("utf-8"), re.M
    )
    assert [line.replace("py -m venv", "python -m venv") for line in told] == ran


def test_a_form_asks_first_for_nobodys_data() -> None:
    for form in FORMS:
        text = form.read_text(encoding="utf-8")
        assert text.index("อย่าแนบแบบจริงหรือข้อมูลของประชาชน") < text.index("attach no real form")
        assert text.index("attach no real form") < text.index("type: textarea")


def test_before_a_commit_runs_the_ruff_of_the_lock() -> None:
    config = PRE_COMMIT.read_text(encoding="utf-8")
    entries = re.findall(r"entry: (\S+) (\S+)", config)
    assert entries == [(".venv/bin/ruff", "check"), (".venv/bin/ruff", "format")]
    assert "ruff-pre-commit" not in config  # it would be a second version
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    assert f"\nruff=={version('ruff')} \\\n" in lock


def test_what_else_runs_before_a_commit_is_pinned() -> None:
    config = PRE_COMMIT.read_text(encoding="utf-8")
    repositories = re.findall(r"repo: (\S+)(?:\n +rev: (\S+))?", config)
    assert [rev for name, rev in repositories if name != "local"]
    assert all(
        re.fullmatch(r"v\d+\.\d+\.\d+", rev) for name, rev in repositories if name != "local"
    )
