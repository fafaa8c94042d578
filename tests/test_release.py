"""``make release`` in a checkout as small as can be; the wheel itself is for ``test_wheel.py``."""

import re
from pathlib import Path

import pytest

from releasing import __main__ as releasing
from releasing.wheel import run

ROOT = Path(__file__).parent.parent
CHANGES = "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-12-01\n\n- First.\n"
MAKEFILE = "templates:\n\tcp pyproject.toml workbook_templates/told\n"

pytestmark = pytest.mark.make


def git(checkout: Path, *words: str) -> str:
    return run("git", *words, cwd=checkout)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a section for 1.2.3, of which nothing is really built."""

    def built(root: Path, version: str) -> tuple[Path, Path]:
        assert f'"{version}"' in (root / "workbook_templates" / "told").read_text(encoding="utf-8")
        return root, root

    monkeypatch.setattr(releasing, "built", built)
    (tmp_path / "workbook_templates").mkdir()
    (tmp_path / "workbook_templates" / "told").touch()
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    (tmp_path / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    for name, value in (("user.name", "a"), ("user.email", "a@example.org")):
        git(tmp_path, "config", name, value)
    for name in ("commit", "tag"):
        git(tmp_path, "config", f"{name}.gpgsign", "false")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def test_a_release_is_a_commit_and_a_tag(checkout: Path) -> None:
    before = (checkout / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    releasing.release(checkout, "1.2.3", dry=False)
    assert git(checkout, "describe").strip() == "v1.2.3"
    assert git(checkout, "log", "-1", "--format=%s").strip() == "Release 1.2.3"
    after = git(checkout, "show", "v1.2.3:pyproject.toml").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ['version = "1.2.3"']
    assert git(checkout, "status", "--porcelain") == ""


def test_a_dry_run_leaves_all_as_it_was(checkout: Path) -> None:
    releasing.release(checkout, "1.2.3", dry=True)
    assert git(checkout, "status", "--porcelain") == git(checkout, "tag") == ""
    assert git(checkout, "log", "--format=%s").strip() == "Begin"


def test_one_that_fails_leaves_all_as_it_was(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise SystemExit("the demo fails")

    monkeypatch.setattr(releasing, "built", fails)
    with pytest.raises(SystemExit, match="the demo fails"):
        releasing.release(checkout, "1.2.3", dry=False)
    assert git(checkout, "status", "--porcelain") == git(checkout, "tag") == ""


@pytest.mark.parametrize(
    ("version", "why"),
    [("1.2", "no version"), ("v1.2.3", "no version"), ("1.2.4", "no section")],
)
def test_what_is_no_version_or_has_no_section_is_refused(
    checkout: Path, version: str, why: str
) -> None:
    with pytest.raises(SystemExit, match=why):
        releasing.release(checkout, version, dry=False)


def test_what_is_not_committed_or_tagged_already_is_refused(checkout: Path) -> None:
    (checkout / "new").touch()
    with pytest.raises(SystemExit, match=r"not committed:\n\?\? new"):
        releasing.release(checkout, "1.2.3", dry=False)
    (checkout / "new").unlink()
    git(checkout, "tag", "v1.2.3")
    with pytest.raises(SystemExit, match="there already"):
        releasing.release(checkout, "1.2.3", dry=False)


def test_the_version_stands_in_one_place() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (version,) = re.findall(r'^version = "(.*)"$', project, re.MULTILINE)
    sources = [path for path in ROOT.glob("pso_excel/**/*") if path.suffix in {".py", ".toml"}]
    assert [path.name for path in sources if f'"{version}"' in path.read_text("utf-8")] == []
