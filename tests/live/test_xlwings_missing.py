"""Without xlwings, or with one that is too old, the command says so before it starts anything."""

import importlib.util
import sys
from importlib import metadata
from importlib.machinery import ModuleSpec

import pytest

from pso_excel.cli import main
from pso_excel.live.installed import need_xlwings
from pso_excel.problem import Refused


def without_xlwings(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "xlwings" else plain(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)


def with_version(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(package: str) -> str:
        assert package == "xlwings"
        return version

    monkeypatch.setattr(metadata, "version", told)


def test_U008_fires_without_xlwings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_xlwings(monkeypatch)
    monkeypatch.setattr(sys, "argv", ["pso-excel", "live", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert 'pip install "pso-excel[live]"' in capsys.readouterr().err


@pytest.mark.parametrize("version", ["0.32.1", "0.9"], ids="U008 fires: {}".format)
def test_an_older_one_will_not_do(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_version(version, monkeypatch)
    with pytest.raises(Refused) as refused:
        need_xlwings()
    assert refused.value.problem.values["version"] == "0.33"


@pytest.mark.parametrize("version", ["0.33", "0.33.20", "1.0"], ids="U008 quiet: {}".format)
def test_a_newer_one_does(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_version(version, monkeypatch)
    need_xlwings()


def test_U008_quiet_with_the_one_that_is_installed() -> None:
    need_xlwings()
