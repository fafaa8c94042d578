"""Every field of every form, for people (Markdown) and for programs (plain data for JSON)."""

from collections.abc import Iterator, Sequence
from typing import Any

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.figures import format_plain
from pso_excel.core.messages import term_in
from pso_excel.forms import FORMS
from pso_excel.forms.choices import LISTS
from pso_excel.forms.schema import (
    DASH,
    ChoiceList,
    Field,
    FilledBy,
    Form,
    Kind,
    Requirement,
    Table,
    When,
)

Plain = dict[str, Any]

_LONG = frozenset({Kind.TEXT, Kind.NOTE, Kind.CODE, Kind.EMAIL, Kind.PHONE})
_COLUMNS = ("field", "label", "kind", "need", "accepts", "hint")


def fields() -> list[Plain]:
    """Each stage with its sheets, tables and columns, in the order of the workbook.

    Numbers are texts (``"0.11"``), so that nothing is lost; what does not hold is null. ``rows`` is
    the number of rows an office may add; ``fixed`` names what of the framework fills those before;
    ``lasting`` tables go on into the next round but for their ``passing`` fields; ``renamed`` gives
    former ids by the last version of the template that had them.
    """
    return [
        {
            "stage": form.stage,
            "title": _both(form.title),
            "purpose": _both(form.purpose),
            "sheets": list(form.sheets),
            "tables": [_table(table) for table in form.tables],
        }
        for form in FORMS
    ]


def field_catalogue(language: Language = "th") -> str:
    """The field catalogue as a Markdown page: that language first, the other beside it."""
    lines = [f"# {_beside('fields_title', language)}"]
    for lang in _order(language):
        lines += ["", term_in("fields_intro", lang)]
    for form in FORMS:
        lines += _form_lines(form, language)
    lines += ["", f"## {_beside('fields_lists', language)}", *_list_lines(language)]
    return "\n".join(lines) + "\n"


def _both(words: Bilingual) -> Plain:
    return {"th": words.th, "en": words.en}


def _table(table: Table) -> Plain:
    return {
        "id": table.id,
        "sheet": table.sheet,
        "name": table.name,
        "title": _both(table.title),
        "shape": table.shape.value,
        "key": table.key or None,
        "fixed": table.fixed or None,
        "rows": table.spare_rows,
        "may_be_empty": table.may_be_empty,
        "lasting": table.carried_to_next_round,
        "passing": list(table.passing),
        "renamed": {str(version): dict(ids) for version, ids in table.renamed.items()},
        "columns": [_column(field) for field in table.fields],
    }


def _column(field: Field) -> Plain:
    lookup = field.lookup
    return {
        "id": field.id,
        "header": _both(field.label),
        "hint": _both(field.hint),
        "kind": field.kind.value,
        "list": _list(LISTS[field.choices]) if field.choices else None,
        "need": field.need.value,
        "when": [{"field": when.field, "values": list(when.values)} for when in field.when],
        "unique": field.unique,
        "blanks": list(field.blanks),
        "refers": field.refers or None,
        "limits": _limits(field),
        "writer": field.writer.value,
        "lookup": {"table": lookup.table, "field": lookup.field, "by": lookup.by}
        if lookup
        else None,
        "formula": field.formula or None,
        "rules": {fault.value: rule for fault, rule in field.rules.items()},
        "source": field.source,
    }


def _list(choices: ChoiceList) -> Plain:
    return {
        "id": choices.id,
        "name": choices.name,
        "choices": [{"code": choice.code, **_both(choice.words)} for choice in choices.choices],
    }


def _limits(field: Field) -> Plain:
    return {
        "low": None if field.minimum is None else format_plain(field.minimum),
        "high": None if field.maximum is None else format_plain(field.maximum),
        "longest": field.max_length if field.kind in _LONG else None,
    }


def _order(language: Language) -> tuple[Language, Language]:
    return ("th", "en") if language == "th" else ("en", "th")


def _beside(key: str, language: Language) -> str:
    first, second = (term_in(key, lang) for lang in _order(language))
    return f"{first} / {second}"


def _in_language(words: Bilingual, language: Language) -> str:
    first, second = (words.in_language(lang) for lang in _order(language))
    return f"{first} / {second}"


def _form_lines(form: Form, language: Language) -> Iterator[str]:
    yield from ("", f"## {form.stage} {_in_language(form.title, language)}")
    for lang in _order(language):
        yield from ("", form.purpose.in_language(lang))
    for table in form.tables:
        about = term_in("fields_sheet", language).format(sheet=table.sheet, name=table.name)
        lasts = _lasts(table, language)
        yield from (
            "",
            f"### {table.id} {_in_language(table.title, language)}",
            "",
            about + lasts,
            "",
        )
        yield from _grid(
            [_beside(f"fields_{name}", language) for name in _COLUMNS],
            [_cells(table, field, language) for field in table.fields],
        )


def _lasts(table: Table, language: Language) -> str:
    """Whether a table goes on into the next round, and which of its fields do not."""
    if not table.carried_to_next_round:
        return ""
    passing = ", ".join(
        table.field(field_id).label.in_language(language) for field_id in table.passing
    )
    key = "fields_lasting_but" if passing else "fields_lasting"
    return " · " + term_in(key, language).format(fields=passing)


def _cells(table: Table, field: Field, language: Language) -> list[str]:
    other = _order(language)[1]
    return [
        f"`{field.id}`",
        f"{field.label.in_language(language)}<br>*{field.label.in_language(other)}*",
        term_in(f"kind_{field.kind}", language),
        _needed(table, field, language),
        _accepted(field, language),
        f"{field.hint.in_language(language)}<br>*{field.hint.in_language(other)}*",
    ]


def _needed(table: Table, field: Field, language: Language) -> str:
    """Who fills it in, and when it must be."""
    lines: list[str] = []
    if field.writer is not FilledBy.OFFICE:
        lines.append(term_in(f"need_{field.writer}", language))
    if field.need is Requirement.CONDITIONAL:
        terms = [_condition(table, when, language) for when in field.when]
        text = term_in("need_conditional", language)
        lines.append(text.format(conditions=term_in("joined_and", language).join(terms)))
    elif field.writer is FilledBy.OFFICE:
        lines.append(term_in(f"need_{field.need}", language))
    return "; ".join(lines)


def _condition(table: Table, when: When, language: Language) -> str:
    other = table.field(when.field)
    name = other.label.in_language(language)
    if not when.values:
        return term_in("when_filled", language).format(field=name)
    words = (
        {choice.code: choice.words for choice in LISTS[other.choices].choices}
        if other.choices
        else {}
    )
    values = [words[v].in_language(language) if v in words else v for v in when.values]
    joined = term_in("joined_or", language).join(values)
    return term_in("when_is", language).format(field=name, values=joined)


def _accepted(field: Field, language: Language) -> str:
    """The list, the table, the range and the length of a field."""
    lines: list[str] = []
    if field.choices:
        lines.append(f"[{field.choices}](#list-{field.choices})")
    if field.refers:
        lines.append(f"`{field.refers}`")
    low, high = _limits(field)["low"], _limits(field)["high"]
    if low is not None and high is not None:
        lines.append(f"{low}–{high}")
    elif low is not None or high is not None:
        lines.append(f"≤ {high}" if low is None else f"≥ {low}")
    if field.kind in _LONG and field.writer is FilledBy.OFFICE:
        lines.append(term_in("accepts_longest", language).format(n=field.max_length))
    if field.unique:
        lines.append(term_in("accepts_unique", language))
    if field.blanks != DASH:
        words = ", ".join(field.blanks)
        lines.append(term_in("accepts_blanks", language).format(words=words))
    return "; ".join(lines)


def _list_lines(language: Language) -> Iterator[str]:
    heads = [_beside(f"fields_{name}", language) for name in ("code", "th", "en")]
    for choices in LISTS.values():
        yield from ("", f'### <a id="list-{choices.id}"></a>`{choices.id}` · `{choices.name}`', "")
        yield from _grid(heads, [[f"`{c.code}`", c.words.th, c.words.en] for c in choices.choices])


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    for line in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
