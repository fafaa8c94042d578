"""Whose workbook it was, even where it no longer says so."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.messages import term
from pso_excel.core.problem import Problem
from pso_excel.forms import FORMS
from pso_excel.framework import frameworks, load_framework
from pso_excel.framework.pack import Framework
from pso_excel.intake import COVER
from pso_excel.intake.column_matcher import header_key
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.model.submission import SCORING
from pso_excel.repair.damaged_workbook import Page
from pso_excel.repair.found_table import FoundTable
from pso_excel.xlsx.workbook import Workbook

_SHARED = frozenset({"S00", "STAFF", "EVIDENCE", "CHECK", "SUMMARY"})


@dataclass(frozen=True, slots=True)
class RecoveredIdentity:
    """The identity of a fresh workbook; ``guessed`` names what the old one did not say."""

    framework: Framework
    language: Language
    stage: str = ""
    office: str = ""
    round: str = ""
    is_ours: bool = False
    scoring: int = SCORING
    guessed: tuple[Bilingual, ...] = field(default_factory=tuple[Bilingual, ...])

    def problems(self) -> Iterator[Problem]:
        """M009: each part of the identity that had to be found out."""
        for what in self.guessed:
            yield Problem("M009", values={"what": what})


def recover_identity(book: Workbook) -> RecoveredIdentity:
    """What the workbook says, and what its texts give away of framework and language."""
    said = identity_of(book)
    texts = _texts(book)
    guessed: list[Bilingual] = []
    pack = said.framework.partition("@")[0]
    if pack not in frameworks():
        pack = _likely_framework(texts)
        guessed.append(term("identity_framework"))
    language: Language = "en" if said.language == "en" else "th"
    if said.language not in ("th", "en"):
        language = _likely_language(texts)
        guessed.append(term("identity_language"))
    return RecoveredIdentity(
        framework=load_framework(pack),
        language=language,
        stage=said.stage if said.stage in {form.stage for form in FORMS} else "",
        office=said.office,
        round=said.round,
        is_ours=said.is_ours,
        scoring=said.scoring,
        guessed=tuple(guessed),
    )


def settled(
    identity: RecoveredIdentity, standings: Mapping[str, FoundTable], pages: Mapping[str, Page]
) -> RecoveredIdentity:
    """The same, with what only the tables tell: the stage, and office and round from the cover."""
    guessed = list(identity.guessed)
    stage = identity.stage
    if not identity.is_ours:
        stage = _likely_stage(standings)
        guessed.append(term("identity_template_id"))
    found = {"office": identity.office, "round": identity.round}
    for field_id, known in found.items():
        if not known:
            found[field_id] = _on_cover(field_id, standings, pages)
            guessed.append(term(f"identity_{field_id}"))
    office, round_code = found["office"], found["round"]
    return replace(identity, stage=stage, office=office, round=round_code, guessed=tuple(guessed))


def _texts(book: Workbook) -> Counter[str]:
    return Counter(
        header_key(cell.value)
        for sheet in book.sheets.values()
        for cell in sheet.cells.values()
        if isinstance(cell.value, str)
    )


def _likely_framework(texts: Mapping[str, int]) -> str:
    """The pack most of whose indicators' names stand in the workbook; the usual one at a tie."""

    def seen(field_id: str) -> int:
        indicators = load_framework(field_id).indicators
        return sum(
            header_key(name) in texts for indicator in indicators for name in indicator.name if name
        )

    return max(frameworks(), key=seen)


def _likely_language(texts: Mapping[str, int]) -> Language:
    labels = [
        column_field.label
        for form in FORMS
        for table in form.tables
        for column_field in table.fields
    ]
    thai = sum(header_key(label.th) in texts for label in labels)
    english = sum(header_key(label.en) in texts for label in labels)
    return "en" if english > thai else "th"


def _likely_stage(standings: Mapping[str, FoundTable]) -> str:
    """The only stage that was found, or ``""`` for a workbook of all of them."""
    found = {table.table.stage for table in standings.values()} - _SHARED
    if "S06" in found:
        found -= {"S05"}  # which its scores need
    return found.pop() if len(found) == 1 else ""


def _on_cover(field_id: str, standings: Mapping[str, FoundTable], pages: Mapping[str, Page]) -> str:
    cover = standings.get(COVER)
    if cover is None or field_id not in cover.lines:
        return ""
    return pages[cover.sheet].text(cover.lines[field_id], cover.columns[field_id])
