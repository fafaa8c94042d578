"""The blank templates that come with the program, made anew from forms and framework packs."""

from collections.abc import Iterator

from pso_excel.forms import FORMS
from pso_excel.framework import frameworks, load_framework
from pso_excel.model.registry__registry_part import Registry, Round
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.templates.registry_workbook import registry_workbook

ROUND = "2569-1"


def shipped_templates() -> Iterator[tuple[str, bytes]]:
    """Every file of ``workbook_templates/``, by name: the office workbook of each framework, that
    of the usual one in English, both without and with buttons (.xlsm), a workbook for each stage,
    and the province's registry."""
    usual = frameworks()[0]
    framework = load_framework(usual)
    for ext, macros in (("xlsx", False), ("xlsm", True)):
        for id in frameworks():
            thai = new_workbook("", ROUND, load_framework(id), macros=macros)
            yield f"{id}_office_th.{ext}", thai
        english = new_workbook("", ROUND, framework, language="en", macros=macros)
        yield f"{usual}_office_en.{ext}", english
    for form in FORMS:
        if form.stage[1:].isdecimal():
            name = f"{usual}_{form.stage}_th.xlsx"
            yield name, new_workbook("", ROUND, framework, stage=form.stage)
    registry = Registry(province="", round=Round(code=ROUND, framework=framework.edition))
    yield "registry_th.xlsx", registry_workbook(registry)
