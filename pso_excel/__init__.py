"""P.S.O. workbooks: make them, read them, check, score, plan, track and consolidate them.

The public names, each with an example in ``docs/api.md``; anything else may change. They are loaded
when first used, so that checking one office imports only what it needs.
"""

from importlib import import_module

TYPE_CHECKING = False  # as typing's, which takes longer to load than a server to be asked

if TYPE_CHECKING:
    from pso_excel.consolidation import Consolidated as Consolidated
    from pso_excel.consolidation import consolidate as consolidate
    from pso_excel.consolidation import init_province as init_province
    from pso_excel.core.figures import format_figure as format_figure
    from pso_excel.core.messages import message as message
    from pso_excel.core.messages import severity_of as severity_of
    from pso_excel.core.problem import Location as Location
    from pso_excel.core.problem import Problem as Problem
    from pso_excel.core.problem import Refused as Refused
    from pso_excel.core.problem import Severity as Severity
    from pso_excel.export import frames as frames
    from pso_excel.export import to_dict as to_dict
    from pso_excel.forms.field_catalogue import fields as fields
    from pso_excel.framework import load_framework as load_framework
    from pso_excel.framework.pack import Framework as Framework
    from pso_excel.intake import read_book as read_book
    from pso_excel.model.registry import RegisteredOffice as RegisteredOffice
    from pso_excel.model.registry import Registry as Registry
    from pso_excel.model.registry import Round as Round
    from pso_excel.model.scorecard import Assessment as Assessment
    from pso_excel.model.scorecard import GapItem as GapItem
    from pso_excel.model.scorecard import LeafScore as LeafScore
    from pso_excel.model.scorecard import Plan as Plan
    from pso_excel.model.scorecard import Scorecard as Scorecard
    from pso_excel.model.scorecard import State as State
    from pso_excel.model.scorecard import SystemScore as SystemScore
    from pso_excel.model.scorecard import Tracked as Tracked
    from pso_excel.model.scorecard import Tracker as Tracker
    from pso_excel.pipeline import CheckResult as CheckResult
    from pso_excel.pipeline import check_office as check_office
    from pso_excel.pipeline import check_workbook as check_workbook
    from pso_excel.province import Province as Province
    from pso_excel.repair import Repaired as Repaired
    from pso_excel.repair import renew_workbook as renew_workbook
    from pso_excel.repair import repair_workbook as repair_workbook
    from pso_excel.templates.fill import fill_workbook as fill_workbook
    from pso_excel.templates.new_workbook import new_workbook as new_workbook

    __version__: str

__all__ = [
    "Assessment",
    "CheckResult",
    "Consolidated",
    "Framework",
    "GapItem",
    "LeafScore",
    "Location",
    "Plan",
    "Problem",
    "Province",
    "Refused",
    "RegisteredOffice",
    "Registry",
    "Repaired",
    "Round",
    "Scorecard",
    "Severity",
    "State",
    "SystemScore",
    "Tracked",
    "Tracker",
    "check_office",
    "check_workbook",
    "consolidate",
    "fields",
    "fill_workbook",
    "format_figure",
    "frames",
    "init_province",
    "load_framework",
    "message",
    "new_workbook",
    "read_book",
    "renew_workbook",
    "repair_workbook",
    "severity_of",
    "to_dict",
]

_HOME = {
    "Assessment": "model.scorecard",
    "CheckResult": "pipeline",
    "Consolidated": "consolidation",
    "Framework": "framework.pack",
    "GapItem": "model.scorecard",
    "LeafScore": "model.scorecard",
    "Location": "core.problem",
    "Plan": "model.scorecard",
    "Problem": "core.problem",
    "Province": "province",
    "Refused": "core.problem",
    "RegisteredOffice": "model.registry",
    "Registry": "model.registry",
    "Repaired": "repair",
    "Round": "model.registry",
    "Scorecard": "model.scorecard",
    "Severity": "core.problem",
    "State": "model.scorecard",
    "SystemScore": "model.scorecard",
    "Tracked": "model.scorecard",
    "Tracker": "model.scorecard",
    "check_office": "pipeline",
    "check_workbook": "pipeline",
    "consolidate": "consolidation",
    "fields": "forms.field_catalogue",
    "fill_workbook": "templates.fill",
    "format_figure": "core.figures",
    "frames": "export",
    "init_province": "consolidation",
    "load_framework": "framework",
    "message": "core.messages",
    "new_workbook": "templates.new_workbook",
    "read_book": "intake",
    "renew_workbook": "repair",
    "repair_workbook": "repair",
    "severity_of": "core.messages",
    "to_dict": "export",
}

_FORMER = {"as_json": "to_dict", "check_copy": "check_workbook", "sentence": "message"}
"""Names of version 0.1, which are understood until version 0.3."""

if not TYPE_CHECKING:  # a name that is not there is an error to a type checker too

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from importlib.metadata import version

            return version("pso-excel")
        name = _FORMER.get(name, name)
        if name not in _HOME:
            raise AttributeError(f"module 'pso_excel' has no attribute {name!r}")
        return getattr(import_module(f"pso_excel.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """The public names as well, whether loaded yet or not."""
    return sorted({*globals(), *__all__})
