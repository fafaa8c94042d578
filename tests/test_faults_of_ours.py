"""A bug of ours costs one line with a reference, never the check, the file or the run; and it
leaves a trace in the log."""

import ast
import logging
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

import pso_excel
from pso_excel import Problem, Refused, load_framework, message
from pso_excel import consolidation as batch
from pso_excel import pipeline as office
from pso_excel.cli import main
from pso_excel.cli.check import check_file, file_at
from pso_excel.consolidation.office_file import Job
from pso_excel.consolidation.workers import receive_all
from pso_excel.core.faults import internal_error_problem, logged
from pso_excel.demo import demo_office, demo_registry
from pso_excel.files import log as log_file
from pso_excel.files.log import kept_log
from pso_excel.rules import RuleContext, run_rules
from pso_excel.rules.s05_weights import nothing_applies
from tests.batch.working import receive_badly
from tests.complete_workbook import blank_workbook
from tests.rules.cases import case_of
from tests.submissions import submission_of

ASOF = date(2026, 3, 31)
PACKAGE = Path(pso_excel.__file__).parent
SECRET = "สิ่งที่พิมพ์ในช่อง"
FORM = blank_workbook(stage="S03")


def broken_rule(context: RuleContext) -> Iterator[Problem]:
    """A rule with a bug, after it has told of something."""
    yield Problem("W709")
    raise ZeroDivisionError(context.submission.office)


def broken(*_: object) -> None:
    """Whatever it stands in for, it fails with what stands in a cell."""
    raise ZeroDivisionError(SECRET)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the log of the commands stands."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "pso_excel" / "pso_excel.log"


def run(monkeypatch: pytest.MonkeyPatch, *typed: str) -> int:
    monkeypatch.setattr(sys, "argv", ["pso-excel", *typed])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def reference_in(text: str) -> str:
    found = re.search(r"รหัส ([0-9A-F]{8})\)", text)
    assert found
    return found[1]


def test_I001_fires_for_a_rule_that_fails_and_the_others_go_on() -> None:
    systems = [{"sys": "SYS-01", "applies": "no"}]
    context = case_of(submission_of({"S05.systems": systems}))
    problems = list(run_rules(context, (broken_rule, nothing_applies)))
    assert [problem.code for problem in problems] == ["W709", "I001", "W709"]
    assert problems[1].values["part"] == "broken_rule"
    assert "everything else was done" in message(problems[1], "en")
    assert list(run_rules(context, (broken_rule, nothing_applies))) == problems


def test_I001_quiet_while_every_rule_works() -> None:
    context = case_of(submission_of({"S05.systems": [{"sys": "SYS-01", "applies": "no"}]}))
    assert [problem.code for problem in run_rules(context, (nothing_applies,))] == ["W709"]


def test_a_fault_anywhere_else_is_told_with_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(office, "score", broken)
    (problem,) = office.check_office(FORM, ASOF).problems
    assert problem.code == "I001"
    assert "everything else" not in message(problem, "en")
    path = tmp_path / "58-R-014_2569-1.xlsx"
    path.write_bytes(FORM)
    outcome = check_file(ASOF, None, file_at(path, None))
    assert (outcome.exit_code, outcome.copy) == (2, None)
    assert path.read_bytes() == FORM


def test_g_a_fault_stands_in_the_log_that_its_message_names(
    monkeypatch: pytest.MonkeyPatch, log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(office, "score", broken)
    path = tmp_path / "58-R-014.xlsx"
    path.write_bytes(FORM)
    assert run(monkeypatch, "check", str(path)) == 2
    told = capsys.readouterr().out
    assert str(log) in told
    record = log.read_text(encoding="utf-8")
    assert reference_in(told) in record
    for trace in ("ZeroDivisionError", "pipeline.py", "in assess", "58-R-014.xlsx"):
        assert trace in record
    assert SECRET not in record
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_g_a_command_that_fails_whole_is_logged_as_well(
    monkeypatch: pytest.MonkeyPatch, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pso_excel.templates.new_workbook.make_workbook", broken)
    assert run(monkeypatch, "new", "--office", "58-R-014", "--round", "2569-1") == 2
    told = capsys.readouterr().err
    assert str(log) in told
    assert "ส่วนอื่นทำต่อครบแล้ว" not in told
    assert reference_in(told) in log.read_text(encoding="utf-8")


def test_g_what_an_exception_says_is_logged_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(office, "score", broken)
    path = tmp_path / "58-R-014.xlsx"
    path.write_bytes(FORM)
    assert run(monkeypatch, "check", str(path), "--debug") == 2
    assert SECRET in log.read_text(encoding="utf-8")
    assert SECRET in capsys.readouterr().err
    assert not logging.getLogger("pso_excel").isEnabledFor(logging.DEBUG)


def test_g_nothing_is_logged_where_nothing_fails(
    monkeypatch: pytest.MonkeyPatch, log: Path, tmp_path: Path
) -> None:
    path = tmp_path / "58-R-014.xlsx"
    path.write_bytes(FORM)
    assert run(monkeypatch, "check", str(path)) == 1
    assert not log.exists()


def test_g_a_fault_in_a_worker_stands_in_the_same_log(log: Path, tmp_path: Path) -> None:
    job = Job(tmp_path, ASOF, demo_registry([demo_office(1)]))
    with kept_log():
        (found,) = receive_all(job, [tmp_path / "raises.xlsx"], 1, work=receive_badly)
    assert found.problem is not None
    record = log.read_text(encoding="utf-8")
    assert str(found.problem.values["ref"]) in record
    assert "ZeroDivisionError" in record
    assert str(log) in message(found.problem, "en")


def test_g_a_fault_that_nobody_waits_for_is_logged(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with kept_log():
        with logged("live"):
            broken()
        with logged("live"):
            raise Refused(Problem("U003"))
    assert log.read_text(encoding="utf-8").count("ERROR") == 1
    assert SECRET not in caplog.text
    with pytest.raises(MemoryError), logged("live"):
        raise MemoryError


def test_g_who_uses_the_package_as_a_library_gets_the_record(
    caplog: pytest.LogCaptureFixture, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "score", broken)
    (problem,) = office.check_office(FORM, ASOF).problems
    assert str(problem.values["ref"]) in caplog.text
    assert SECRET not in caplog.text
    assert "log" not in message(problem, "en")
    assert not log.exists()


def test_g_the_same_bug_has_the_same_reference_wherever_it_is_met() -> None:
    def met() -> Problem:
        try:
            load_framework(cast("str", 5))
        except TypeError as fault:
            return internal_error_problem("check", fault)
        raise AssertionError

    assert met().values["ref"] == met().values["ref"]


def test_g_a_full_log_is_put_aside_and_what_is_no_file_is_left_alone(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "FULL", 2000)
    with kept_log():
        for _ in range(40):
            with logged("live"):
                broken()
        assert sorted(path.name for path in log.parent.iterdir()) == [log.name, f"{log.name}.1"]
        assert all(path.stat().st_size < 4000 for path in log.parent.iterdir())
        log.unlink()
        os.mkfifo(log)
        with logged("live"):
            broken()
        assert log.is_fifo()


def test_g_where_no_log_can_be_none_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").write_text("a file")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("pso_excel.templates.new_workbook.make_workbook", broken)
    assert run(monkeypatch, "new", "--office", "58-R-014", "--round", "2569-1") == 2
    assert "pso_excel.log" not in capsys.readouterr().err


# A wrong argument is a programmer's, and an exception

WRONG: Mapping[str, tuple[Callable[..., Any], tuple[Any, ...], type[Exception]]] = {
    "a number for bytes": (pso_excel.check_office, (5, ASOF), TypeError),
    "nothing for a path": (pso_excel.check_workbook, (None, ASOF), TypeError),
    "a text for a day": (pso_excel.check_office, (FORM, "2026-03-31"), TypeError),
    "a moment for a day": (pso_excel.check_office, (FORM, datetime(2026, 3, 31)), TypeError),
    "no day": (pso_excel.check_workbook, (FORM, None), TypeError),
    "a registry that is none": (pso_excel.check_workbook, (FORM, ASOF, "", {}), TypeError),
    "no language": (pso_excel.check_workbook, (FORM, ASOF, "", None, "de"), ValueError),
    "repair of a list": (pso_excel.repair_workbook, (["a.xlsx"],), TypeError),
    "renewing into no round": (pso_excel.renew_workbook, (FORM, "next"), ValueError),
    "renewing into a number": (pso_excel.renew_workbook, (FORM, 2570), TypeError),
    "bytes as folder": (pso_excel.consolidate, (b"province", ASOF), TypeError),
    "a moment as day": (pso_excel.consolidate, (Path(), datetime(2026, 3, 31)), TypeError),
    "gathering bytes": (batch.gather, (b"province", ASOF), TypeError),
    "filling a number": (pso_excel.fill_workbook, (5, {}, load_framework()), TypeError),
    "filling with a list": (pso_excel.fill_workbook, (FORM, [], load_framework()), TypeError),
    "reading a path of bytes": (pso_excel.read_book, (bytearray(b"a.xlsx"),), TypeError),
    "an office by number": (pso_excel.new_workbook, (58, "2569-1", load_framework()), TypeError),
    "a framework by name": (pso_excel.new_workbook, ("58", "2569-1", "pso"), TypeError),
    "a framework by number": (pso_excel.load_framework, (1,), TypeError),
    "a code as problem": (pso_excel.message, ("F001", "th"), TypeError),
    "a sentence in no language": (pso_excel.message, (Problem("F001"), "de"), ValueError),
    "the severity of a code": (pso_excel.severity_of, ("F001",), TypeError),
    "nothing as a dictionary": (pso_excel.to_dict, (None,), TypeError),
    "frames of nothing": (pso_excel.frames, (None,), TypeError),
}


@pytest.mark.parametrize("name", WRONG)
def test_g_a_wrong_argument_is_an_exception(name: str, caplog: pytest.LogCaptureFixture) -> None:
    call, given, expected = WRONG[name]
    with pytest.raises(expected):
        call(*given)
    assert caplog.text == ""


# Nothing is swallowed

LEAVES_A_TRACE = frozenset({"internal_error_problem", "failed_file", "log_fault", "_problem"})


def broad_handlers() -> Iterator[tuple[str, ast.ExceptHandler]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def _is_broad(kind: ast.expr | None) -> bool:
    if kind is None:
        return True
    named = {node.id for node in ast.walk(kind) if isinstance(node, ast.Name)}
    return bool(named & {"Exception", "BaseException"})


def leaves_a_trace(handler: ast.ExceptHandler) -> bool:
    return any(
        isinstance(node, ast.Raise)
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in LEAVES_A_TRACE)
        for node in ast.walk(handler)
    )


def test_g_no_broad_except_goes_on_without_a_trace() -> None:
    found = list(broad_handlers())
    assert len(found) > 10
    assert [where for where, handler in found if not leaves_a_trace(handler)] == []


def test_g_no_exception_of_any_kind_is_suppressed() -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if re.search(r"suppress\((Base)?Exception\)", path.read_text(encoding="utf-8"))
    ]
    assert found == []
