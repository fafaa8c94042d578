"""``make release VERSION=1.2.3``: a version that is noted, built, tried and tagged, or nothing.

With ``--dry-run`` everything but the commit and the tag.
"""

import argparse
import re
import shutil
import tempfile
from pathlib import Path

from releasing.wheel import LOCK, Environment, build, run

NUMBER = re.compile(r"\d+\.\d+\.\d+")
CHANGED = ("pyproject.toml", "workbook_templates")
VERSION = re.compile(r'^version = "(.*)"$', re.MULTILINE)


def obstacle(root: Path, version: str) -> str:
    """Why this version cannot be released from this checkout, or nothing."""
    if not NUMBER.fullmatch(version):
        return f"{version!r} is no version such as 1.2.3"
    if changed := run("git", "status", "--porcelain", cwd=root):
        return f"not committed:\n{changed}"
    if run("git", "tag", "--list", f"v{version}", cwd=root):
        return f"v{version} is there already"
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changes, re.MULTILINE):
        return f"CHANGELOG.md has no section “## [{version}] - YYYY-MM-DD”"
    return ""


def set_version(root: Path, version: str) -> None:
    """Write the version where it stands, in ``pyproject.toml`` alone."""
    project = root / "pyproject.toml"
    text, times = VERSION.subn(f'version = "{version}"', project.read_text(encoding="utf-8"))
    if times != 1:
        raise SystemExit(f"pyproject.toml has {times} versions")
    project.write_text(text, encoding="utf-8", newline="\n")


def built(root: Path, version: str) -> tuple[Path, Path]:
    """Build what is released into ``dist/`` and try the wheel in an environment of its own."""
    shutil.rmtree(root / "dist", ignore_errors=True)
    wheel, archive = build(root, root / "dist")
    if not wheel.name.startswith(f"pso_excel-{version}-"):
        raise SystemExit(f"{wheel.name} is not of version {version}")
    with tempfile.TemporaryDirectory() as away:
        environment = Environment(Path(away, "environment"))
        environment.install(wheel, root / LOCK)
        environment.run("pso-excel", "demo", folder=Path(away))
    return wheel, archive


def release(root: Path, version: str, *, dry: bool) -> None:
    """Release a version. A dry run, and one that fails, leaves the checkout as it was."""
    if why := obstacle(root, version):
        raise SystemExit(why)
    try:
        set_version(root, version)
        run("make", "templates", cwd=root)  # the extension tells its version
        print(*built(root, version), sep="\n")
        if not dry:
            if run("git", "status", "--porcelain", "--", *CHANGED, cwd=root):
                run("git", "commit", "--message", f"Release {version}", "--", *CHANGED, cwd=root)
            run("git", "tag", "--annotate", f"v{version}", "--message", version, cwd=root)
    finally:
        run("git", "checkout", "--", *CHANGED, cwd=root)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m releasing", description=__doc__)
    parser.add_argument("version")
    parser.add_argument("--dry-run", action="store_true")
    asked = parser.parse_args()
    release(Path.cwd(), asked.version, dry=asked.dry_run)


if __name__ == "__main__":
    main()
