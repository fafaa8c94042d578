"""C: stage 1, the committee and its order; and the notice of intent of the cover (C316)."""

import re
from collections.abc import Iterator

from pso_excel.core import thai
from pso_excel.core.figures import format_plain
from pso_excel.core.problem import Problem
from pso_excel.intake import COVER
from pso_excel.model.submission import Row, TableRows
from pso_excel.rules.context import Rule, RuleContext, column_range, day_words, first_free_cell
from pso_excel.xlsx.workbook import format_rows

ORDER = "S01.order"
MEMBERS = "S01.members"
PEOPLE = "STAFF.people"
ORDER_NUMBER = re.compile(r"\D{0,40}\d{1,6}\s*/\s*((24|25|26)\d\d)")
TITLES = (
    *("นาย", "นาง", "นางสาว", "น.ส.", "ว่าที่", "ร.ต.", "ร.ท.", "ร.อ.", "ร้อยตรี", "ร้อยโท", "ร้อยเอก"),
    *("พ.ต.", "พ.ท.", "พ.อ.", "ด.ต.", "จ.ส.อ.", "ส.ต.", "ดร.", "หม่อมหลวง", "ม.ล.", "ม.ร.ว."),
    *("นายแพทย์", "แพทย์หญิง", "คุณ", "mr", "mrs", "miss", "ms", "dr", "."),
)
ONLY_TITLES = re.compile(f"(?:{'|'.join(re.escape(thai.key(title)) for title in TITLES)})+")
HEAD = re.compile(
    "(?:รักษาราชการแทน|รักษาการ)?(?:รอง)?(?:หัวหน้า(?:สำนักงาน|หน่วยงาน|ส่วนราชการ)"
    "|ผู้อำนวยการ(?!กลุ่ม|ส่วน|ฝ่าย)|ผู้ว่าราชการ|ผู้บัญชาการ|ผู้บังคับการ|ผู้กำกับ|ผู้จัดการ"
    "|นายอำเภอ|ปลัด|อธิบดี|เลขาธิการ|นายก)"
    "|(?!นัก|เจ้า|พนักงาน|ผู้ช่วย|หัวหน้า|ผู้อำนวยการ|นิติกร|ลูกจ้าง).*(?:จังหวัด|อำเภอ|พื้นที่)"
    "|(?:acting|deputy|vice)*(?:director|governor|chief|head(?:of(?:the)?office|$))"
    "|(?:acting|deputy)*(?:provincial|district).*(?:officer|chief|director)$"
)
"""Positions, made comparable, that head an office in a province or its deputies hold. Ours: it only
decides whether the office is asked to confirm."""


def _members(context: RuleContext) -> tuple[TableRows | None, list[Row]]:
    """The table of members and those who sit on the committee: advisers only help it."""
    entries = context.submission.tables.get(MEMBERS)
    rows = entries.rows if entries else []
    return entries, [row for row in rows if row.text("role") != "adviser"]


def _lacking_role(context: RuleContext, role: str) -> TableRows | None:
    """The table of members when it has no one in that role, and no role that cannot be read."""
    entries, rows = _members(context)
    if entries is None or not context.is_due("S01") or not (rows or "S01" in context.due):
        return None
    lacking = all(row.text("role") != role and "role" not in row.unreadable for row in rows)
    return entries if lacking else None


def no_chair(context: RuleContext) -> Iterator[Problem]:
    """C301: the committee has no chair. Silent while a role cannot be read (C310), and while no
    member is named in a draft (C304)."""
    if entries := _lacking_role(context, "chair"):
        yield Problem("C301", column_range(entries, entries.rows, "role"))


def several_chairs(context: RuleContext) -> Iterator[Problem]:
    """C302: more than one chair."""
    entries = context.submission.tables.get(MEMBERS)
    chairs = [row for row in context.submission.rows(MEMBERS) if row.text("role") == "chair"]
    if entries and len(chairs) > 1:
        values = {"n": str(len(chairs)), "rows": format_rows(row.row_number for row in chairs)}
        yield Problem("C302", entries.locate(chairs[1], "role"), values)


def no_secretary(context: RuleContext) -> Iterator[Problem]:
    """C303: the committee has no member-secretary. Silent as C301 is."""
    if entries := _lacking_role(context, "secretary"):
        yield Problem("C303", column_range(entries, entries.rows, "role"))


def too_few_members(context: RuleContext) -> Iterator[Problem]:
    """C304: fewer members than ``min_members``, advisers not counted."""
    entries, rows = _members(context)
    least = context.framework.number("min_members")
    if entries and context.is_due("S01") and len(rows) < least:
        values = {"n": str(len(rows)), "min": format_plain(least)}
        yield Problem("C304", first_free_cell(entries, "name"), values)


def same_person_again(context: RuleContext) -> Iterator[Problem]:
    """C305: the same person of the staff register under two names; the same name twice is told by
    the field itself."""
    entries = context.submission.tables.get(MEMBERS)
    people: dict[str, list[Row]] = {}
    for row in context.submission.rows(MEMBERS):
        if row.text("pid"):
            people.setdefault(row.text("pid"), []).append(row)
    for rows in people.values():
        names = {thai.key(row.text("name")) for row in rows}
        if entries and len(names) > 1:
            shown = format_rows(row.row_number for row in rows)
            values = {"name": rows[0].text("name"), "rows": shown}
            yield Problem("C305", entries.locate(rows[1], "pid"), values)


def order_number_form(context: RuleContext) -> Iterator[Problem]:
    """C306: the order number is not of the form number/B.E. year."""
    for entries, row in context.submission.cells(ORDER):
        number = row.text("order_no")
        if number and not ORDER_NUMBER.fullmatch(number):
            yield Problem("C306", entries.locate(row, "order_no"), {"value": number})


def order_year_differs(context: RuleContext) -> Iterator[Problem]:
    """C307: the year of the order number is not the calendar year of the order's date."""
    for entries, row in context.submission.cells(ORDER):
        number, day = ORDER_NUMBER.fullmatch(row.text("order_no")), row.day("order_date")
        if number and day and int(number[1]) != day.year + thai.ERA:
            values = {"a": thai.digits(number[1]), "b": str(day.year + thai.ERA)}
            yield Problem("C307", entries.locate(row, "order_no"), values)


def ordered_after_assessment(context: RuleContext) -> Iterator[Problem]:
    """C309: the order is dated after the first assessment of stage 6."""
    days = [row.day("assessed_date") for row in context.submission.rows("S06.answers")]
    first = min((day for day in days if day), default=None)
    for entries, row in context.submission.cells(ORDER):
        ordered = row.day("order_date")
        if first and ordered and ordered > first:
            values = {"a": day_words(ordered), "b": day_words(first)}
            yield Problem("C309", entries.locate(row, "order_date"), values)


def section_without_member(context: RuleContext) -> Iterator[Problem]:
    """C311: a section of the staff register has no member on the committee; told at the first of
    its people. Silent while no member is named."""
    members = context.submission.rows(MEMBERS)
    staff = {row.text("pid"): row for row in context.submission.rows(PEOPLE)}
    named = {thai.key(row.text("name")): row for row in context.submission.rows(PEOPLE)}
    seen: set[str] = set()
    for member in members:
        known = staff.get(member.text("pid")) or named.get(thai.key(member.text("name")))
        seen |= {thai.key(row.text("section")) for row in (member, known) if row}
    for entries, row in context.submission.cells(PEOPLE):
        section = row.text("section")
        if members and section and row.text("active") != "no" and thai.key(section) not in seen:
            seen.add(thai.key(section))
            yield Problem("C311", entries.locate(row, "section"), {"section": section})


def chair_is_no_head(context: RuleContext) -> Iterator[Problem]:
    """C313: the chair is neither the head of the office nor a deputy, as far as the position and
    the name of who approves (the head) tell."""
    cover = context.submission.record(COVER)
    head = thai.key(cover.text("approved_by")) if cover else ""
    staff = {row.text("pid"): row for row in context.submission.rows(PEOPLE)}
    for entries, row in context.submission.cells(MEMBERS):
        known = staff.get(row.text("pid"))
        positions = [
            each_row.text("position")
            for each_row in (row, known)
            if each_row and each_row.text("position")
        ]
        name = thai.key(row.text("name"))
        is_head = bool(name) and bool(head) and (name.endswith(head) or head.endswith(name))
        if row.text("role") != "chair" or is_head or not positions:
            continue
        if not any(HEAD.match(thai.key(position)) for position in positions):
            yield Problem("C313", entries.locate(row, "role"))


def order_without_evidence(context: RuleContext) -> Iterator[Problem]:
    """C314: the signed order is not among the evidence, though it has a number or a date."""
    for entries, row in context.submission.cells(ORDER):
        ordered = row.values.keys() & {"order_no", "order_date"}
        if ordered and row.is_blank("evidence"):
            yield Problem("C314", entries.locate(row, "evidence"))


def not_a_name(context: RuleContext) -> Iterator[Problem]:
    """C315: a name has digits, no letters, or is only a title; a blank one is told by the field."""
    for entries, row in context.submission.cells(MEMBERS):
        name = row.text("name")
        wordless = not any(letter.isalpha() for letter in name)
        digits = any(letter.isdigit() for letter in name)
        if name and (wordless or digits or ONLY_TITLES.fullmatch(thai.key(name))):
            place = entries.locate(row, "name")
            yield Problem("C315", place, {"cell": place.cell, "value": name})


def no_notice_of_intent(context: RuleContext) -> Iterator[Problem]:
    """C316: the cover records no notice of intent to the province (its number and its date)."""
    for entries, row in context.submission.cells(COVER):
        blank = [field for field in ("intent_no", "intent_date") if row.is_blank(field)]
        if blank:
            yield Problem("C316", entries.locate(row, blank[0]))


RULES: tuple[Rule, ...] = (
    no_chair,
    several_chairs,
    no_secretary,
    too_few_members,
    same_person_again,
    order_number_form,
    order_year_differs,
    ordered_after_assessment,
    section_without_member,
    chair_is_no_head,
    order_without_evidence,
    not_a_name,
    no_notice_of_intent,
)
"""Every rule of this room."""
