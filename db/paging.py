"""What lists share: the refusal of a wrong mark, and finding an application by number or name."""

from sqlalchemy import ColumnElement, and_, or_

from counter.domain.errors import InputRefused
from counter.domain.words import Words
from db.new_application import searchable
from db.tables import ApplicationRow


def bad_mark() -> InputRefused:
    """Return the refusal for a paging mark that no page gave."""
    return InputRefused(
        "bad_mark",
        Words("翻页标记无效，请从头查询。", "The paging mark is not valid; start again."),
        {"after": Words("请使用上一页给出的 next。", "Use the `next` of the page before.")},
    )


def called(search: str) -> ColumnElement[bool]:
    """Return the condition for applications of the number, or whose applicant's name begins so."""
    name = searchable(search)
    return or_(
        ApplicationRow.number == search.upper(),
        and_(ApplicationRow.search_name >= name, ApplicationRow.search_name < name + "\U0010ffff"),
    )
