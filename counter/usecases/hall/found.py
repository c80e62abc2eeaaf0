"""Founding a hall in a database: its mark, first settings and site, the catalogue; people for a rehearsal."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter.domain.errors import NotAllowed
from counter.domain.site import Site
from counter.domain.words import Words
from counter.settings import Hall, hall_from_text, hall_to_text
from counter.usecases.accounts.account import hash_password
from counter.usecases.ports.accounts import Account, Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue

REHEARSAL_PEOPLE: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("clerk", "演练窗口", "clerk", ""),
    ("reviewer", "演练审批", "reviewer", "*"),
    ("head", "演练负责人", "head", "*"),
    ("supervisor", "演练督办", "supervisor", ""),
    ("admin", "演练管理", "administrator", ""),
    ("security", "演练安全管理", "security", ""),
    ("auditor", "演练审计", "auditor", ""),
)


def found_hall(app: App, address: str, *, rehearsal: bool) -> None:
    """Write what a hall begins with; safe to repeat. *address* is where phones reach its status site.

    A database that holds applications cannot become a rehearsal, nor a rehearsal real (NotAllowed ``not_rehearsal``).
    """
    with app.open_uow() as uow:
        mark = uow.setup.fact("rehearsal")
        if mark is None:
            uow.setup.set_fact("rehearsal", "yes" if rehearsal else "no")
            uow.setup.set_fact("hall", hall_to_text(replace(Hall(), web_address=address)))
            if rehearsal:
                _rehearsal_people(uow, app.catalogue, uow.moment())
        elif rehearsal and mark != "yes":
            raise NotAllowed(
                "not_rehearsal",
                Words("正式库不能改为演练库。", "A real database cannot become a rehearsal."),
            )
        if not uow.setup.sites():
            name = hall_from_text(uow.setup.fact("hall")).name
            uow.setup.add_site(Site(app.settings.desk.site, 1, name))
        app.catalogues.keep(uow)
        uow.commit()


def _rehearsal_people(uow: UnitOfWork, catalogue: Catalogue, at: datetime) -> None:
    # Nobody signs in with a password here; the hash is of one that is thrown away.
    nobody = hash_password(secrets.token_hex(16))
    people = list(REHEARSAL_PEOPLE)
    for department in catalogue.departments.values():
        if not department.outside:
            name = f"reviewer-{department.code}"
            people.append((name, f"{department.name.zh}演练审批", "reviewer", department.code))
    for name, display, role, code in people:
        uow.setup.save_account(Account(Officer(name, display, role, code), nobody, False), at)
