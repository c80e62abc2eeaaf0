"""Items that a department writes into a spreadsheet: previewed by cell, then put into force."""

import json
from pathlib import Path
from typing import Final

from counter.domain.application import Event
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.books import Guide, ImportedItem
from forms.fault_words import fault_words
from forms.item_guide import changes, read_guide
from forms.kept import SHAPE
from forms.loading import catalogue_tables
from forms.reading import CatalogueRefused, plain

GUIDE: Final = "guide.xlsx"


def preview_item(app: App, path: Path) -> Guide:
    """Return what the guide in the spreadsheet would change; nothing is changed (InputRefused by cell)."""
    sheets = app.workbooks.read_workbook(path)
    try:
        code, content, after = read_guide(sheets, catalogue_tables(app.catalogues.imported()))
    except CatalogueRefused as refused:
        fields = {
            f"{f.file}:{f.key}" if f.file != GUIDE else f.key: Words(
                f"{fault_words(f.problem).zh}；{fault_words(f.remedy).zh}", f"{f.problem}; {f.remedy}"
            )
            for f in refused.faults
        }
        words = Words("表格有 {n} 处错误，未作任何改动。", "{n} cells are wrong; nothing was changed.")
        raise InputRefused("bad_guide", words.fill(n=len(fields)), fields) from refused
    return Guide(code, content, tuple(changes(app.catalogue, after, code)))


def import_item(app: App, guide: Guide, officer: Officer) -> None:
    """Put the item of the guide into force for new applications; running cases keep theirs (NotAllowed)."""
    if officer.role != "administrator":
        raise NotAllowed(
            "wrong_role",
            Words("只有系统管理员可以导入事项。", "Only the system administrator imports items."),
        )
    with app.open_uow() as uow:
        at = uow.moment()
        content = json.loads(plain(guide.content))
        uow.books.save_imported(ImportedItem(guide.code, content, officer.name, at, SHAPE))
        facts = {"item": guide.code, "changes": [key for key, _, _ in guide.changes]}
        uow.log_hall(Event(at, officer.name, "item_imported", facts))
        uow.commit()
    app.catalogues.forget()
