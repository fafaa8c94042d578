"""Without xlwings, or with one that is too old, the command says so before it starts anything."""

import importlib.util
import subprocess
import sys
from importlib.machinery import ModuleSpec

import pytest
import xlwings

from pso_excel.cli import main
from pso_excel.core.problem import Refused
from pso_excel.live.environment import load_xlwings, need_xlwings


def without_xlwings(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "xlwings" else plain(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)


def test_U008_fires_without_xlwings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_xlwings(monkeypatch)
    monkeypatch.setattr(sys, "argv", ["pso-excel", "live", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert 'pip install "pso-excel[live]"' in capsys.readouterr().err


def test_U008_fires_where_xlwings_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlwings", None)
    with pytest.raises(Refused) as refused:
        load_xlwings()
    assert refused.value.problem.code == "U008"


@pytest.mark.parametrize("version", ["0.37.4", "0.33"], ids="U008 fires: {}".format)
def test_an_older_one_will_not_do(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings, "__version__", version)
    with pytest.raises(Refused) as refused:
        load_xlwings()
    assert refused.value.problem.values["version"] == "0.37.5"


@pytest.mark.parametrize("version", ["0.37.5", "0.37.20", "1.0"], ids="U008 quiet: {}".format)
def test_a_newer_one_does(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings, "__version__", version)
    load_xlwings()


def test_U008_quiet_with_the_one_that_is_installed() -> None:
    need_xlwings()
    load_xlwings()


def test_it_is_loaded_without_what_it_can_do_without_which_can_be_loaded_later() -> None:
    script = (
        "import sys; from pso_excel.live.environment import load_xlwings; load_xlwings(); "
        "assert 'pandas' not in sys.modules and 'numpy' not in sys.modules; "
        "import pandas, xlwings; assert xlwings.Book and pandas.DataFrame"
    )
    subprocess.run((sys.executable, "-c", script), check=True)
