"""Databases as earlier programs wrote them: the newest rows rewritten by the old recipes."""

from sqlalchemy import update

from counter.domain.slip import token_digest, token_for
from counter.wiring import Core
from db.tables import ApplicationRow


def age(core: Core, number: str) -> str:
    """Let the application look as it did before databases had an identity; returns its slip's token."""
    token = token_for(core.key, number)
    with core.owner() as engine, engine.begin() as connection:
        connection.execute(
            update(ApplicationRow)
            .where(ApplicationRow.number == number)
            .values(token_identity="", token_recipe=1, token_digest=token_digest(token))
        )
    return token
