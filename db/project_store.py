"""Building projects, inside one transaction."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from counter.usecases.ports.projects import Project
from db.tables import ProjectRow


class ProjectStore:
    """The ``Projects`` port on a connection whose transaction the unit of work owns."""

    def __init__(
        self, connection: Connection, serial: Callable[[str, str, str], int], moment: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._serial = serial
        self._moment = moment

    def number(self, key: str, *, create: bool) -> str | None:
        """Return the project's number for its number or outside code, made when asked to."""
        where = (ProjectRow.number == key) | (ProjectRow.outside_code == key)
        found = self._connection.scalar(select(ProjectRow.number).where(where))
        if found is not None or not create:
            return None if found is None else str(found)
        serial = self._serial("--", "--", "project")
        number = f"XM{serial:06d}"
        self._connection.execute(
            insert(ProjectRow).values(number=number, outside_code=key, created_at=self._moment())
        )
        return number

    def find(self, number: str) -> Project | None:
        """Return the project of the number."""
        row = self._connection.execute(
            select(ProjectRow.__table__).where(ProjectRow.number == number)
        ).first()
        return None if row is None else Project(row.number, row.outside_code, row.name, row.conditions)

    def save(self, project: Project) -> None:
        """Write the project's name and its building conditions."""
        self._connection.execute(
            update(ProjectRow)
            .where(ProjectRow.number == project.number)
            .values(name=project.name, conditions=project.conditions)
        )

    def lock(self, number: str) -> None:
        """Let other steps of the project wait until this transaction ends; SQLite has one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            row = select(ProjectRow.id).where(ProjectRow.number == number)
            self._connection.execute(row.with_for_update(key_share=True))
