"""The field catalogue: all of the forms, for people and for programs, and the page is current."""

import json
from pathlib import Path
from typing import Any

import pytest

from pso_excel.core.bilingual import Language
from pso_excel.forms import FORMS, TABLES
from pso_excel.forms import field_catalogue as catalogue
from pso_excel.forms.choices import LISTS

PAGE = Path(__file__).parent.parent / "docs" / "fields.md"


def data() -> list[dict[str, Any]]:
    return json.loads(json.dumps(catalogue.fields(), ensure_ascii=False))


def column(table: str, field: str) -> dict[str, Any]:
    (found,) = (
        column
        for stage in data()
        for item in stage["tables"]
        if item["id"] == table
        for column in item["columns"]
        if column["id"] == field
    )
    return found


def test_the_page_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == catalogue.field_catalogue("th"), "run: pso-excel fields > docs/fields.md"


@pytest.mark.parametrize(
    ("language", "first"), [("th", "ระดับ<br>*Level*"), ("en", "Level<br>*ระดับ*")]
)
def test_a_page_has_every_field_and_list_in_its_language_first(
    language: Language, first: str
) -> None:
    page = catalogue.field_catalogue(language)
    assert first in page
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    fields = sum(len(table.fields) for table in TABLES.values())
    assert len(rows) == fields + sum(len(choices.choices) for choices in LISTS.values())
    assert all(f'<a id="list-{text}"></a>' in page for text in LISTS)
    assert all(f"## {form.stage} " in page for form in FORMS)


def test_a_condition_is_said_in_words() -> None:
    line = next(
        line
        for line in catalogue.field_catalogue("th").splitlines()
        if line.startswith("| `level` |")
    )
    assert "เมื่อ “วิธีให้คะแนน” เป็น ระดับ และ “สถานะ” เป็น ประเมินแล้ว" in line


def test_programs_get_every_column_of_every_table() -> None:
    found = {
        table["id"]: [column["id"] for column in table["columns"]]
        for stage in data()
        for table in stage["tables"]
    }
    assert found == {table.id: [f.id for f in table.fields] for table in TABLES.values()}


def test_programs_get_what_may_stand_in_a_cell() -> None:
    level = column("S06.answers", "level")
    assert level["when"] == [
        {"field": "method", "values": ["level"]},
        {"field": "state", "values": ["scored"]},
    ]
    assert column("S05.pairs", "times")["limits"] == {"low": "0.11", "high": "9", "longest": None}
    state = column("S06.answers", "state")
    assert state["list"]["name"] == "PSO_LIST_ANSWER_STATE"
    assert state["list"]["choices"][1] == {"code": "nd", "th": "ไม่มีข้อมูล", "en": "No data"}
    name = column("S06.answers", "name")
    assert name["lookup"] == {"table": "S05.indicators", "field": "indicator", "by": "code"}
    assert name["writer"] == "sheet"
    assert column("S07.actions", "act")["rules"] == {"unique": "P912"}


def test_programs_find_a_table_on_its_sheet() -> None:
    (stage,) = (entry for entry in data() if entry["stage"] == "S06")
    answers = stage["tables"][0]
    assert stage["sheets"] == ["06_ประเมิน", "06_ผู้ประเมิน"]
    assert (answers["name"], answers["shape"], answers["key"]) == (
        "PSO_S06_ANSWERS",
        "grid",
        "code",
    )
    assert (answers["fixed"], answers["rows"]) == ("leaves", 200)
