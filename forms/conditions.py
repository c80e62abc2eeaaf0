"""When something applies: the small language of ``when`` in the catalogue's files.

``when = { voltage = "high", customer_class = ["important"] }`` holds when every named fact has one of
the values. Facts are the answers of the form and what is known of the application: ``agent``,
``applicant_type``, ``channel``, ``package`` and ``item`` (all chosen items).
"""

from collections.abc import Collection, Mapping

Facts = Mapping[str, object]
Condition = Mapping[str, tuple[object, ...]]


def _plain(value: object) -> object:
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    return value


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether every fact the condition names has one of its values; an unknown fact does not."""
    for name, wanted in condition.items():
        known = facts.get(name)
        if isinstance(known, Collection) and not isinstance(known, str):
            if not any(value in known for value in wanted):
                return False
        elif _plain(known) not in wanted:
            return False
    return True


def as_json(conditions: Collection[Condition]) -> list[dict[str, list[object]]]:
    """Return the conditions, any of which is enough, as the commands print them."""
    return [{name: list(values) for name, values in one.items()} for one in conditions]
