"""What every test stands on: repeatable Hypothesis runs, no skips, one LibreOffice a worker."""

from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests.libreoffice import Office

settings.register_profile("house", max_examples=50, deadline=None, derandomize=True)
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs LibreOffice, so that ``-m "not libreoffice"`` runs where there is none."""
    for item in items:
        if isinstance(item, pytest.Function) and "libreoffice" in item.fixturenames:
            item.add_marker("libreoffice")


@pytest.fixture(scope="session")
def libreoffice() -> Iterator[Office]:
    """A running LibreOffice, one for each worker, started when the first test asks for it."""
    with Office() as office:
        yield office
