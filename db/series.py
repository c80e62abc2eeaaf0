"""Serial numbers: each window of each site has series of its own, so none waits for another."""

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from db.tables import SeriesRow


def take(connection: Connection, site: str, window: str, scope: str, count: int) -> int:
    """Take *count* numbers of the window's own series; return the first."""
    where = (SeriesRow.site == site, SeriesRow.window == window, SeriesRow.scope == scope)
    query = update(SeriesRow).where(*where).values(last=SeriesRow.last + count)
    last = connection.scalar(query.returning(SeriesRow.last))
    if last is None:
        try:
            with connection.begin_nested():
                connection.execute(
                    insert(SeriesRow).values(site=site, window=window, scope=scope, last=count)
                )
        except IntegrityError:  # another process opened the series in the same moment
            return take(connection, site, window, scope, count)
        return 1
    return int(last) - count + 1
