"""Setting a database up: its tables and roles, and the hall in it."""

from typing import Any

from counter.devices.network import lan_address
from counter.settings import WEB_PORT, Hall
from counter.usecases.hall.found import found_hall
from counter.wiring import Core
from db import schema
from db.roles import has_roles, make_roles


def init(core: Core, *, rehearsal: bool) -> dict[str, Any]:
    """Create or upgrade the tables and found the hall; safe to repeat. Returns what stands there then (NotAllowed)."""
    with core.owner() as engine:
        if schema.upgrade(engine) or not has_roles(engine):
            make_roles(engine)
    address = Hall().web_address if rehearsal else f"http://{lan_address()}:{WEB_PORT}"
    found_hall(core.app, address, rehearsal=rehearsal)
    return {
        "database": core.engine.url.render_as_string(hide_password=True),
        "schema": schema.newest(),
        "catalogue": core.app.catalogue.version,
        "items": len(core.app.catalogue.items),
        "rehearsal": core.app.rehearsal,
    }
