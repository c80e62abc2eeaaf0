"""The database: tables, units of work, read-only lists, migrations; the only home of SQL."""
