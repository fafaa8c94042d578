"""P.S.O. workbooks: make them, read them, check, score, plan, track and consolidate them.

The public names, each with an example in ``docs/api.md``; anything else may change. They are loaded
when first used, so that checking one office imports only what it needs.
"""

from importlib import import_module

TYPE_CHECKING = False  # as typing's, which takes longer to load than a resident to be asked

if TYPE_CHECKING:
    from pso_excel.consolidation import consolidate as consolidate
    from pso_excel.core.messages import message as message
    from pso_excel.core.messages import severity_of as severity_of
    from pso_excel.core.problem import Problem as Problem
    from pso_excel.core.problem import Refused as Refused
    from pso_excel.forms.field_catalogue import fields as fields
    from pso_excel.framework import load_framework as load_framework
    from pso_excel.intake.reading import read_book as read_book
    from pso_excel.pipeline import check_office as check_office
    from pso_excel.pipeline import check_workbook as check_workbook
    from pso_excel.province.long_tables import frames as frames
    from pso_excel.repair import renew_workbook as renew_workbook
    from pso_excel.repair import repair_workbook as repair_workbook
    from pso_excel.results.json_report import as_json as as_json
    from pso_excel.templates.fill import fill_workbook as fill_workbook
    from pso_excel.templates.new_workbook import new_workbook as new_workbook

__all__ = [
    "Problem",
    "Refused",
    "as_json",
    "check_office",
    "check_workbook",
    "consolidate",
    "fields",
    "fill_workbook",
    "frames",
    "load_framework",
    "message",
    "new_workbook",
    "read_book",
    "renew_workbook",
    "repair_workbook",
    "severity_of",
]

_HOME = {
    "Problem": "core.problem",
    "Refused": "core.problem",
    "as_json": "results.json_report",
    "check_office": "pipeline",
    "check_workbook": "pipeline",
    "consolidate": "consolidation",
    "fields": "forms.field_catalogue",
    "fill_workbook": "templates.fill",
    "frames": "province.long_tables",
    "load_framework": "framework",
    "message": "core.messages",
    "new_workbook": "templates.new_workbook",
    "read_book": "intake.reading",
    "renew_workbook": "repair",
    "repair_workbook": "repair",
    "severity_of": "core.messages",
}

_FORMER = {"check_copy": "check_workbook", "sentence": "message"}
"""Names of version 0.1, which are understood until version 0.3."""


def __getattr__(name: str) -> object:
    name = _FORMER.get(name, name)
    if name not in _HOME:
        raise AttributeError(f"module 'pso_excel' has no attribute {name!r}")
    return getattr(import_module(f"pso_excel.{_HOME[name]}"), name)
