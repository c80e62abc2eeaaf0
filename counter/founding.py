"""Set up a database: schema, catalogue, the hall's first settings; people for a rehearsal."""

import secrets
import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from counter.domain.errors import NotAllowed
from counter.domain.site import Site
from counter.domain.words import Words
from counter.settings import Hall, hall_from_text, hall_to_text
from counter.usecases.accounts.account import hash_password
from counter.usecases.hall.kept_catalogue import keep_catalogue
from counter.usecases.ports.accounts import Account, Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.wiring import WEB_PORT, Core
from db import schema
from db.roles import has_roles, make_roles
from forms.catalogue import Catalogue


def lan_address() -> str:
    """Return this PC's address in its network, so that a phone there can open the QR code."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # documentation address; a datagram socket sends nothing
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


REHEARSAL_PEOPLE: tuple[tuple[str, str, str, str], ...] = (
    ("clerk", "演练窗口", "clerk", ""),
    ("reviewer", "演练审批", "reviewer", "*"),
    ("head", "演练负责人", "head", "*"),
    ("supervisor", "演练督办", "supervisor", ""),
    ("admin", "演练管理", "administrator", ""),
    ("security", "演练安全管理", "security", ""),
    ("auditor", "演练审计", "auditor", ""),
)


def init(core: Core, *, rehearsal: bool) -> dict[str, Any]:
    """Create or upgrade the schema, keep the catalogue; safe to repeat.

    A database that holds applications cannot become a rehearsal, nor a rehearsal real.
    """
    with core.owner() as engine:
        if schema.upgrade(engine) or not has_roles(engine):
            make_roles(engine)
    with core.uow() as uow:
        at = datetime.now(UTC).replace(microsecond=0)
        mark = uow.setup.fact("rehearsal")
        if mark is None:
            uow.setup.set_fact("rehearsal", "yes" if rehearsal else "no")
            address = Hall().web_address if rehearsal else f"http://{lan_address()}:{WEB_PORT}"
            uow.setup.set_fact("hall", hall_to_text(replace(Hall(), web_address=address)))
            if rehearsal:
                _rehearsal_people(uow, core.catalogue, at)
        elif rehearsal and mark != "yes":
            raise NotAllowed(
                "not_rehearsal",
                Words("正式库不能改为演练库。", "A real database cannot become a rehearsal."),
            )
        if not uow.setup.sites():
            desk = core.settings.desk
            uow.setup.add_site(Site(desk.site, 1, hall_from_text(uow.setup.fact("hall")).name))
        keep_catalogue(core.catalogue, core.catalogues.imported(), uow)
        uow.commit()
    core.__dict__.pop("rehearsal", None)
    return {
        "database": core.engine.url.render_as_string(hide_password=True),
        "schema": schema.newest(),
        "catalogue": core.catalogue.version,
        "items": len(core.catalogue.items),
        "rehearsal": core.rehearsal,
    }


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
