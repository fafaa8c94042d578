"""Folders of filled workbooks for the benchmarks: made once, shared by hard links."""

import os
from pathlib import Path

from pso_excel.consolidation import ProvinceFolder
from pso_excel.demo import ROUND, demo_answers, demo_office, demo_registry, file_name
from pso_excel.framework import load_framework
from pso_excel.templates.fill import fill_workbook
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.templates.registry_workbook import registry_workbook


def make_workbooks(folder: Path, count: int) -> list[Path]:
    """``count`` offices' workbooks, every one filled in by rule and different."""
    folder.mkdir(parents=True, exist_ok=True)
    framework = load_framework("pso")
    blank = new_workbook("", ROUND, framework)
    paths = [folder / file_name(number) for number in range(1, count + 1)]
    for number, path in enumerate(paths, 1):
        if not path.exists():
            answers = demo_answers(number, framework)
            path.write_bytes(fill_workbook(blank, answers, framework))
    return paths


def make_province(folder: Path, workbooks: list[Path]) -> ProvinceFolder:
    """A province's folder whose inbox has those workbooks."""
    place = ProvinceFolder(folder)
    place.inbox.mkdir(parents=True)
    place.out.mkdir()
    offices = [demo_office(number) for number in range(1, len(workbooks) + 1)]
    place.registry.write_bytes(registry_workbook(demo_registry(offices)))
    for path in workbooks:
        os.link(path, place.inbox / path.name)
    return place
