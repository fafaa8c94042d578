"""The strict row models: what may stand in a row, and the fault of what may not."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import ValidationError

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms import TABLES
from pso_excel.forms.schema import Field, FieldFault, Kind, Table
from pso_excel.framework import load_framework
from pso_excel.intake.row_model import row_faults, row_model
from pso_excel.model.submission import Value
from tests.rows import invalid_values, is_typed, valid_rows

PACK = load_framework("pso")
ANSWERS = TABLES["S06.answers"]
TYPED = [
    form_table
    for form_table in TABLES.values()
    if any(is_typed(field) for field in form_table.fields)
]
FIELDS = [(table.id, field.id) for table in TYPED for field in table.fields if is_typed(field)]


@given(st.data())
@settings(max_examples=50)
def test_a_row_made_of_the_fields_is_clean(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TYPED))
    row = data.draw(valid_rows(table, PACK))
    assert row_faults(table, PACK, row) == ()
    assert row_model(table, PACK).validate_python(row) == row


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_each_wrong_value_is_its_field_and_fault(table: str, field: str) -> None:
    @given(invalid_values(TABLES[table].field(field)))
    @settings(max_examples=8, database=None)
    def check(wrong: tuple[Value, FieldFault]) -> None:
        value, fault = wrong
        (found,) = row_faults(TABLES[table], PACK, {field: value})
        assert (found.field, found.fault) == (field, fault)

    check()


@given(st.data())
@settings(max_examples=50)
def test_all_faults_of_a_row_come_at_once_in_the_order_of_the_form(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TYPED))
    fields = [column_field for column_field in table.fields if is_typed(column_field)]
    wrong = {column_field.id: data.draw(invalid_values(column_field)) for column_field in fields}
    found = row_faults(table, PACK, {field_id: value for field_id, (value, _) in wrong.items()})
    assert [(fault.field, fault.fault) for fault in found] == [
        (field_id, f) for field_id, (_, f) in wrong.items()
    ]


@pytest.mark.parametrize(
    ("field", "value", "fault", "limits"),
    [
        ("level", Decimal(7), FieldFault.CHOICE, "0, 1, 2, 3, 4, 5"),
        ("level", "2", FieldFault.KIND, "0, 1, 2, 3, 4, 5"),
        ("basic", Decimal("1.5"), FieldFault.KIND, "0–200"),
        ("basic", Decimal(-1), FieldFault.RANGE, "0–200"),
        ("reason", "ก" * 1001, FieldFault.LENGTH, "1000"),
        ("yes", "maybe", FieldFault.CHOICE, Bilingual("ใช่, ไม่ใช่", "Yes, No")),
        ("value", "86", FieldFault.KIND, ""),
    ],
)
def test_a_fault_says_what_would_be_accepted(
    field: str, value: Value, fault: FieldFault, limits: str | Bilingual
) -> None:
    assert row_faults(ANSWERS, PACK, {field: value}) == ((field, fault, limits),)


def test_a_level_is_one_of_the_rubric_whatever_its_zeros() -> None:
    assert row_faults(ANSWERS, PACK, {"level": Decimal("3.0")}) == ()


def test_a_computed_cell_is_never_the_office_s_fault() -> None:
    row: dict[str, Value] = {"method": "level", "score": "อะไรก็ได้", "name": "ความครบถ้วน"}
    assert row_faults(ANSWERS, PACK, row) == ()


def test_a_model_refuses_what_the_form_does_not_have_and_what_it_lacks() -> None:
    model = row_model(TABLES["STAFF.people"], PACK)
    person = {"pid": "P01", "name": "มาลี ใจดี", "position": "นักจัดการงานทั่วไป"}
    assert model.validate_python(person) == person
    with pytest.raises(ValidationError):
        model.validate_python({**person, "citizen_id": "1234567890123"})
    with pytest.raises(ValidationError):
        model.validate_python({"pid": "P01"})


def test_half_open_ranges_are_said() -> None:
    money = Field(
        id="m",
        label=Bilingual("เงิน", "Money"),
        kind=Kind.MONEY,
        hint=Bilingual("", ""),
        minimum=Decimal(0),
    )
    cold = Field(
        id="c",
        label=Bilingual("ต่ำ", "Cold"),
        kind=Kind.NUMBER,
        hint=Bilingual("", ""),
        maximum=Decimal(9),
    )
    table = Table(id="X.t", sheet="x", title=Bilingual("ก", "x"), fields=(money, cold))
    found = row_faults(table, PACK, {"m": Decimal(-1), "c": Decimal(10)})
    assert [fault.limits for fault in found] == ["≥ 0", "≤ 9"]


def test_two_tables_of_one_id_are_not_taken_for_each_other() -> None:
    def table(kind: Kind) -> Table:
        only = Field(id="f", label=Bilingual("ก", "f"), kind=kind, hint=Bilingual("", ""))
        return Table(id="X.same", sheet="x", title=Bilingual("ก", "x"), fields=(only,))

    for kind, fault in (
        (Kind.TEXT, FieldFault.KIND),
        (Kind.DATE, None),
        (Kind.TEXT, FieldFault.KIND),
    ):
        found = row_faults(table(kind), PACK, {"f": date(2026, 1, 15)})
        assert [fault.fault for fault in found] == ([fault] if fault else [])
