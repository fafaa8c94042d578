"""P.S.O. workbooks: make them, read them, check, score, plan, track and consolidate them.

The public names, each with an example in ``docs/api.md``; anything else may change. They are loaded
when first used, so that checking one office imports only what it needs.
"""

from importlib import import_module

TYPE_CHECKING = False  # as typing's, which takes longer to load than a resident to be asked

if TYPE_CHECKING:
    from pso_excel.batch import consolidate as consolidate
    from pso_excel.books.filling import fill_workbook as fill_workbook
    from pso_excel.books.reading import read_book as read_book
    from pso_excel.books.template.workbook import new_workbook as new_workbook
    from pso_excel.catalogue import fields as fields
    from pso_excel.dataframes import frames as frames
    from pso_excel.engine.results.report import as_json as as_json
    from pso_excel.framework import load_framework as load_framework
    from pso_excel.framework.wording import sentence as sentence
    from pso_excel.framework.wording import severity_of as severity_of
    from pso_excel.office import check_copy as check_copy
    from pso_excel.office import check_office as check_office
    from pso_excel.problem import Problem as Problem
    from pso_excel.problem import Refused as Refused
    from pso_excel.repairing import renew_workbook as renew_workbook
    from pso_excel.repairing import repair_workbook as repair_workbook

__all__ = [
    "Problem",
    "Refused",
    "as_json",
    "check_copy",
    "check_office",
    "consolidate",
    "fields",
    "fill_workbook",
    "frames",
    "load_framework",
    "new_workbook",
    "read_book",
    "renew_workbook",
    "repair_workbook",
    "sentence",
    "severity_of",
]

_HOME = {
    "Problem": "problem",
    "Refused": "problem",
    "as_json": "engine.results.report",
    "check_copy": "office",
    "check_office": "office",
    "consolidate": "batch",
    "fields": "catalogue",
    "fill_workbook": "books.filling",
    "frames": "dataframes",
    "load_framework": "framework",
    "new_workbook": "books.template.workbook",
    "read_book": "books.reading",
    "renew_workbook": "repairing",
    "repair_workbook": "repairing",
    "sentence": "framework.wording",
    "severity_of": "framework.wording",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'pso_excel' has no attribute {name!r}")
    return getattr(import_module(f"pso_excel.{_HOME[name]}"), name)
