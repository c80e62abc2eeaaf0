"""Plain lists of a case page: materials with their place, printouts that were made, the history."""

from collections.abc import Collection

from PySide6.QtWidgets import QListWidget

from counter.domain.application import Dossier
from counter.domain.events import said_of
from counter.domain.material import MaterialState
from counter.domain.printout import KINDS, circled
from counter.domain.words import Lang, Words
from counter.usecases.printouts.promises import KEPT_FORMS
from counter.usecases.reading.wording import FORMS, MATERIAL_STATES, full_moment_words
from forms.catalogue import Catalogue

SHOWN = (
    "reason", "reasons", "name", "binding", "field", "upstream", "rule", "opinion", "question", "ruling", "text",
    "finding", "to", "department", "working_days", "ground",
)  # fmt: skip


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def material_list(
    dossier: Dossier, catalogue: Catalogue, lang: Lang, scanned: Collection[str] = ()
) -> QListWidget:
    """Return the applicant's materials, numbered, with their state, where each is, and whether it was scanned."""
    found = QListWidget()
    for n, m in enumerate(dossier.materials, 1):
        kind, _, where = m.place.partition(":")
        place = Words(f"{where} 号窗口", f"window {where}").say(lang) if kind == "window" else ""
        if kind == "department" and where in catalogue.departments:
            place = catalogue.departments[where].name.say(lang)
        name = catalogue.material_names[m.code].say(lang)
        kept = m.state == MaterialState.RECEIVED and m.copies and m.form in KEPT_FORMS
        done = any(one.startswith(catalogue.material_names[m.code].zh) for one in scanned)
        scan = (
            (Words("已扫描", "scanned") if done else Words("未扫描", "not scanned")).say(lang) if kept else ""
        )
        line = _joined(name, FORMS[m.form].say(lang), MATERIAL_STATES[m.state].say(lang), place, scan)
        found.addItem(f"{n} {line}")
    return found


def printout_list(dossier: Dossier, lang: Lang) -> QListWidget:
    """Return the printouts that were made, reprints counted."""
    found = QListWidget()
    for p in dossier.printouts:
        copy = Words(f"补打第 {p.copy} 次", f"reprint {p.copy}").say(lang) if p.copy else ""
        pages = Words(f"{p.pages} 页", f"{p.pages} p.").say(lang)
        made = full_moment_words(p.made_at).say(lang)
        found.addItem(_joined(KINDS[p.kind].say(lang), pages, copy, made, p.who, p.sha256[:12]))
    return found


def event_list(dossier: Dossier, lang: Lang) -> QListWidget:
    """Return the history, oldest first."""
    found = QListWidget()
    ordinals = {f.case.case_no: circled(f.case.ordinal) for f in dossier.cases}
    for e in dossier.events:
        said = said_of(e.what)
        words = said.words.say(lang) if said else e.what
        kinds = e.data.get("kinds")
        names = "、".join(KINDS[k].say(lang) for k in kinds if k in KINDS) if isinstance(kinds, list) else ""
        facts = names or " ".join(str(v) for k, v in e.data.items() if k in SHOWN)
        found.addItem(
            _joined(full_moment_words(e.at).say(lang), e.who, ordinals.get(e.case_no, ""), words, facts)
        )
    return found
