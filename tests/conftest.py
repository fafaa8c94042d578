"""What every test stands on: repeatable Hypothesis runs, no skips, one LibreOffice a worker, and
a test that says in its name which code it raises does raise it."""

from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from pso_excel.core.problem import Problem
from pso_excel.xlsx.errors import WorkbookError
from tests.codes import COLLECTED, claims
from tests.libreoffice import Office

settings.register_profile("house", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=1_000, deadline=None)  # make fuzz
settings.load_profile("house")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped or expected failure is a failure: what was not proved must not look proved."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skips and expected failures are not allowed here: {report.longrepr}"
        vars(report).pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is collected."""
    report = yield
    if report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"a module may not skip itself: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """A test named ``... C301 fires ...`` must raise C301, one named ``... C301 quiet ...`` not."""
    raised: set[str] = set()
    plain = Problem.__new__

    def noted(cls: type[Problem], code: str, *args: object, **kwargs: object) -> Problem:
        raised.add(code)
        return plain(cls, code, *args, **kwargs)  # pyright: ignore[reportArgumentType]

    begin = WorkbookError.__init__

    def noted_error(error: WorkbookError, code: str, **kwargs: str) -> None:
        raised.add(code)
        begin(error, code, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Problem, "__new__", noted)
        patch.setattr(WorkbookError, "__init__", noted_error)
        yield
    for code, fires in claims(item.name):
        assert (code in raised) is fires, f"{code} was {'not ' * fires}raised"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs LibreOffice, so that ``-m "not libreoffice"`` runs where there is none."""
    config.stash[COLLECTED] = list(items)  # before -m and -k leave some out
    for item in items:
        if isinstance(item, pytest.Function) and "libreoffice" in item.fixturenames:
            item.add_marker("libreoffice")


@pytest.fixture(scope="session", autouse=True)
def own_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The log of the commands under test is not that of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def libreoffice() -> Iterator[Office]:
    """A running LibreOffice, one for each worker, started when the first test asks for it."""
    with Office() as office:
        yield office
