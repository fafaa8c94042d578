"""Every rule for people and for programs, and the page is current."""

import json
from pathlib import Path
from typing import Any

import pytest

from pso_excel import Severity
from pso_excel.cli import main
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import catalogue
from pso_excel.rules import rule_catalogue as rulebook

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"


def typed(*words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["pso-excel", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(str(ended.value.code))


def test_the_page_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == rulebook.rule_catalogue("th"), "run: pso-excel rules --markdown > docs/rules.md"


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("th", "ยังไม่มี “ประธานกรรมการ”<br>*The committee has no chair.*"),
        ("en", "The committee has no chair.<br>*คณะกรรมการยังไม่มี “ประธานกรรมการ”*"),
    ],
)
def test_a_page_has_every_rule_in_its_language_first(language: Language, message: str) -> None:
    page = rulebook.rule_catalogue(language)
    assert message in page
    rows = [line for line in page.splitlines() if line.startswith('| <a id="')]
    assert len(rows) == len(catalogue())
    assert all(line.count(" | ") == len(rows[0].split(" | ")) - 1 for line in rows)


def test_programs_get_every_rule_in_full(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("rules", "--json", monkeypatch=monkeypatch) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert [entry["code"] for entry in found] == sorted(catalogue())
    entry = next(entry for entry in found if entry["code"] == "K502")
    assert entry["severity"] == Severity.ERROR.value
    assert entry["message"]["en"] == "Task {code} has no one responsible."
    assert entry["remedy"]["th"].startswith("โปรด")
    assert entry["fields"] == ["S03.tasks.responsible"]
    assert entry["series"] == {"th": "ขั้น 3 งาน", "en": "Stage 3 tasks"}


def test_one_rule_is_shown_in_full(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("rules", "c301", monkeypatch=monkeypatch) == 0
    said = capsys.readouterr().out
    assert "C301" in said
    assert "ERROR" in said
    assert "The committee has no chair." in said
    assert "Give one member the role of chair." in said


def test_the_list_has_every_rule(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("rules", "--lang", "en", monkeypatch=monkeypatch) == 0
    said = capsys.readouterr().out
    assert all(code in said for code in catalogue())


def test_a_mistyped_rule_is_answered_with_those_like_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("rules", "c30l", monkeypatch=monkeypatch) == 2
    assert "C310" in capsys.readouterr().err
