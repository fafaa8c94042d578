"""The forms: every field of the domain study is there, nothing dangles, both languages speak."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from pso_excel.core import thai
from pso_excel.core.messages import catalogue
from pso_excel.forms import FORMS, TABLES, form_of, table_of
from pso_excel.forms.choices import LISTS
from pso_excel.forms.schema import Field, FieldFault, FilledBy, Kind, Requirement, Shape, Table

# The fields of the domain study, E.3, written down by hand; ! required there, ? conditional.
STUDY = {
    "S00.cover": (
        "office! office_name! province! fy! round! intent_no intent_date prepared_by! position! "
        "phone! email! approved_by? approved_date? serves! headcount! status!"
    ),
    "S01.order": (
        "order_no! order_date! subject! authority issued_by! effective_date duties! evidence"
    ),
    "S01.members": "seq! pid name! position! section role! assessor",
    "S02.vision": "vision",
    "S02.missions": "code! text! legal_basis beneficiary_direct beneficiary_indirect",
    "S02.goals": "code! text! mission! measure! unit! baseline target! due",
    "S03.tasks": (
        "code! parent task! mission! duty! responsible! backup partners customers output outcome "
        "volume steps law"
    ),
    "S04.items": (
        "code! name! category! detail! task origin method owner! custodian! frequency! "
        "last_update! form! users use completeness accuracy timeliness access secrecy! "
        "personal protection? problem"
    ),
    "S05.systems": (
        "sys! applies! na_reason? na_approver? weight_method? raw? weight? target? floor effective"
    ),
    "S05.indicators": (
        "code! sys! indicator! type! applies! na_reason? na_approver? weight? method! unit? "
        "direction? numerator denominator? x1? x2? x3? x4? x5? n_basic? n_advance? "
        "n_significance? target? data_source? owner? mission pilot counted effective share"
    ),
    "S05.pairs": "a! b! times!",
    "S06.answers": (
        "code! name method state? level? yes? numerator? denominator? value basic? advance? "
        "significance? reason? evidence assessed_by? assessed_date? weight score weighted"
    ),
    "S06.assessors": "code! name a1 a2 a3 a4 a5 a6 a7 consensus reason",
    "S07.actions": (
        "act! indicators! gap priority action! kind! baseline target! owner! partners start! end! "
        "budget budget_source success_measure! deliverable effort urgency depends_on milestones "
        "approved_by? approved_date?"
    ),
    "S08.tracker": (
        "act! action owner plan_start plan_end report_date! actual_start actual_end? percent! "
        "stated_status spent result problem remedy? evidence? replan_start replan_end? "
        "replan_reason? replan_approver? planned variance status rag overdue"
    ),
    "S09.request": "letter_no? letter_date? addressed_to? systems? signed_by?",
    "S09.checklist": "item! state! evidence note auto",
    "S10.lessons": (
        "code! kind! stage! category! description! cause? remedy? solved follow_up importance "
        "most_important"
    ),
    "STAFF.people": "pid! prefix name! position! section active",
    "EVIDENCE.register": (
        "code! title! kind! doc_no doc_date! holder! location! secrecy! period_from period_to"
    ),
    "CHECK.problems": "office stage cell message found expected severity rule reason",
    "SUMMARY.head": (
        "asof official provisional completeness band target gap projected_started projected_all "
        "na_share errors warnings"
    ),
    "SUMMARY.systems": "code name weight effective score target gap floor mark",
    "SUMMARY.gaps": (
        "rank code indicator system score target weighted_gap priority quadrant action level_to "
        "owner end"
    ),
}
MARKS = {Requirement.REQUIRED: "!", Requirement.CONDITIONAL: "?", Requirement.OPTIONAL: ""}
EVERY = [(table, field) for table in TABLES.values() for field in table.fields]


def ids(found: Iterator[tuple[Table, Field]]) -> list[str]:
    return [f"{table.id}.{field.id}" for table, field in found]


@pytest.mark.parametrize("table", STUDY)
def test_every_field_of_the_study_is_there_with_its_need(table: str) -> None:
    had = {field.id + MARKS[field.need] for field in TABLES[table].fields}
    assert set(STUDY[table].split()) - had == set()


def test_there_is_no_table_the_study_does_not_know() -> None:
    assert list(TABLES) == list(STUDY)


def test_forms_and_tables_are_found_by_their_ids() -> None:
    assert [form.stage for form in FORMS[:11]] == [f"S{number:02}" for number in range(11)]
    assert all(form_of(form.stage) is form for form in FORMS)
    assert all(table_of(table.id) is table for form in FORMS for table in form.tables)
    assert all(table.stage == form.stage for form in FORMS for table in form.tables)
    assert sum(len(form.tables) for form in FORMS) == len(TABLES)
    with pytest.raises(KeyError):
        form_of("S11")
    with pytest.raises(KeyError):
        table_of("S06.scores")


def test_ids_are_plain_and_used_once_in_their_table() -> None:
    plain = re.compile(r"[a-z][a-z0-9_]*")
    assert ids((t, f) for t, f in EVERY if not plain.fullmatch(f.id) or f.id == "check") == []
    twice = [t.id for t in TABLES.values() if len({f.id for f in t.fields}) < len(t.fields)]
    assert twice == []


def test_labels_tell_the_columns_of_a_table_apart() -> None:
    for table in TABLES.values():
        for texts in zip(*(field.label for field in table.fields), strict=True):
            keys = [thai.key(text) for text in texts]
            assert len(set(keys)) == len(keys), table.id


def test_every_text_is_there_in_both_languages_and_well_written() -> None:
    texts = {
        **{f"{t.id}.{f.id}": (*f.label, *f.hint) for t, f in EVERY},
        **{t.id: t.title for t in TABLES.values()},
        **{form.stage: (*form.title, *form.purpose) for form in FORMS},
        **{
            f"{choices.id}.{c.code}": c.words for choices in LISTS.values() for c in choices.choices
        },
    }
    bad = [
        (where, text)
        for where, both in texts.items()
        for text in both
        if not text or text != thai.clean(text) or not unicodedata.is_normalized("NFC", text)
    ]
    assert bad == []
    thai_letters = re.compile("[ก-ฮ]")
    english = [w for w, both in texts.items() if any(thai_letters.search(x) for x in both[1::2])]
    assert english == []


def test_hints_fit_an_input_message_of_a_spreadsheet() -> None:
    assert ids((t, f) for t, f in EVERY if max(map(len, f.hint)) > 255) == []
    assert (
        ids((t, f) for t, f in EVERY if t.shape is Shape.GRID and max(map(len, f.label)) > 32) == []
    )


def test_lists_exist_exactly_where_a_choice_is_made() -> None:
    assert ids((t, f) for t, f in EVERY if (f.kind is Kind.CHOICE) != bool(f.choices)) == []
    assert ids((t, f) for t, f in EVERY if f.choices and f.choices not in LISTS) == []
    assert set(LISTS) == {field.choices for _, field in EVERY} - {""}


def test_a_cell_with_a_code_or_its_words_names_one_choice() -> None:
    for choices in LISTS.values():
        for spelled in zip(*(choice.words for choice in choices.choices), strict=True):
            assert len({thai.key(word) for word in spelled}) == len(choices.choices), choices.id
        owners = {thai.key(choice.code): choice.code for choice in choices.choices}
        assert len(owners) == len(choices.choices), choices.id
        for choice in choices.choices:
            for word in choice.words:
                assert owners.get(thai.key(word), choice.code) == choice.code, choices.id


def test_choice_codes_are_plain() -> None:
    plain = re.compile(r"[a-z][a-z0-9_]*|[0-9]{2}|S[0-9]{2}|[A-Z]+")
    codes = [choice.code for choices in LISTS.values() for choice in choices.choices]
    assert [code for code in codes if not plain.fullmatch(code)] == []
    assert len(LISTS["province"].choices) == 77 + 1  # 76 provinces, Bangkok, and the example


def test_references_lead_to_a_unique_key() -> None:
    for table, field in EVERY:
        refers = field.kind in (Kind.REF, Kind.REFS)
        assert refers == bool(field.refers), (table.id, field.id)
        if refers:
            target, _, key = field.refers.rpartition(".")
            found = TABLES[target].field(key)
            assert found.unique, field.refers
            assert found.need is Requirement.REQUIRED, field.refers


def test_lookups_show_a_field_of_the_row_a_reference_names() -> None:
    shown = [(table, field) for table, field in EVERY if field.lookup]
    assert shown
    for table, field in shown:
        assert field.lookup
        source = TABLES[field.lookup.table]
        by = table.field(field.lookup.by)
        assert by.refers == f"{source.id}.{source.key}"
        original = source.field(field.lookup.field)
        assert field.choices == original.choices
        assert field.writer is FilledBy.SHEET


def test_computed_cells_say_what_they_show() -> None:
    wrong = ids(
        (t, f)
        for t, f in EVERY
        if (f.writer is FilledBy.SHEET) != (bool(f.formula) != bool(f.lookup))
    )
    assert wrong == []
    assert (
        ids(
            (t, f)
            for t, f in EVERY
            if f.writer is FilledBy.SHEET and f.need is Requirement.REQUIRED
        )
        == []
    )


def test_conditions_stand_on_fields_of_the_same_row() -> None:
    for table, field in EVERY:
        assert (field.need is Requirement.CONDITIONAL) == bool(field.when), (table.id, field.id)
        for when in field.when:
            other = table.field(when.field)
            assert other.id != field.id
            if other.choices:
                codes = {choice.code for choice in LISTS[other.choices].choices}
                assert set(when.values) <= codes, (table.id, field.id)


def test_the_rules_named_are_worded() -> None:
    named = {(f"{t.id}.{f.id}", rule) for t, f in EVERY for rule in f.rules.values()}
    assert {(where, rule) for where, rule in named if rule not in catalogue()} == set()


def test_a_fault_is_worded_only_where_it_can_happen() -> None:
    for table, field in EVERY:
        where = (table.id, field.id)
        if FieldFault.MISSING in field.rules:
            assert field.need is not Requirement.OPTIONAL, where
        if FieldFault.CHOICE in field.rules:
            assert field.kind in (Kind.CHOICE, Kind.LEVEL), where
        if FieldFault.UNIQUE in field.rules:
            assert field.unique, where
        if FieldFault.REFERENCE in field.rules:
            assert field.refers, where
        if FieldFault.RANGE in field.rules:
            assert field.minimum is not None or field.maximum is not None, where


def test_limits_are_for_numbers_and_in_order() -> None:
    numbers = {Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY}
    for table, field in EVERY:
        bounded = [level for level in (field.minimum, field.maximum) if level is not None]
        assert not bounded or field.kind in numbers, (table.id, field.id)
        assert bounded == sorted(bounded)
        assert field.max_length > 0
        assert field.width >= 6


def test_defined_names_are_short_and_each_its_own() -> None:
    names = [table.name for table in TABLES.values()] + [choices.name for choices in LISTS.values()]
    names += [
        f"PSO_KEYS_{field.refers.replace('.', '_').upper()}" for _, field in EVERY if field.refers
    ]
    assert len(set(names[: len(TABLES) + len(LISTS)])) == len(TABLES) + len(LISTS)
    assert [name for name in names if not re.fullmatch(r"PSO_[A-Z0-9_]{1,251}", name)] == []


def test_sheets_can_be_named_so_in_a_spreadsheet() -> None:
    sheets = {table.sheet for table in TABLES.values()}
    assert [name for name in sheets if len(name) > 31 or re.search(r"[\\/*?:\[\]']", name)] == []
    for form in FORMS:
        for sheet in form.sheets:
            shapes = [table.shape for table in form.tables if table.sheet == sheet]
            assert shapes == sorted(shapes, key=[Shape.RECORD, Shape.GRID].index)
            if form.stage != "SUMMARY":
                assert shapes.count(Shape.GRID) <= 1, sheet


def test_keys_name_a_row() -> None:
    for table in TABLES.values():
        if table.key:
            key = table.field(table.key)
            assert key.kind in (Kind.CODE, Kind.REF, Kind.TEXT), table.id
            assert key.unique or table.stage == "SUMMARY", table.id
        assert bool(table.key) or not table.fixed, table.id


def test_fixed_rows_begin_with_what_the_framework_says() -> None:
    for table in TABLES.values():
        if table.fixed:
            assert table.field(table.key).writer is FilledBy.FRAMEWORK, table.id
        else:
            assert all(field.writer is not FilledBy.FRAMEWORK for field in table.fields), table.id
