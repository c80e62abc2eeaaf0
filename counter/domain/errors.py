"""Everything an officer may be refused, with its code, its facts and its remedy in plain words."""

from collections.abc import Mapping

from counter.domain.words import Words


class CounterError(Exception):
    """An expected refusal: shown to the person, never logged as a fault of the program.

    ``code`` is stable for other programs, ``fields`` names the entries at fault, ``exit_status`` is
    that of the command line: 2 input refused, 3 the state does not allow it, 4 the environment.
    """

    exit_status = 2

    def __init__(self, code: str, words: Words, fields: Mapping[str, Words] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.words = words
        self.fields = dict(fields or {})

    @property
    def with_remedy(self) -> Words:
        """The words with those of the first field at fault, for a screen with one line of room."""
        first = next(iter(self.fields.values()), None)
        if first is None:
            return self.words
        return Words(self.words.zh + first.zh, f"{self.words.en} {first.en}")


class InputRefused(CounterError):
    """What was entered is wrong; nothing was changed."""


class NotAllowed(CounterError):
    """The state of the case or the officer's role does not allow the step (ALL 32; contract 4)."""

    exit_status = 3


class SomebodyFaster(NotAllowed):
    """Others wrote the same in this very moment and were let through first; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "overtaken",
            Words(
                "他人同时在处理，已先完成；本次未作任何改动，请刷新后再试。",
                "Somebody else was faster in the same moment. Nothing was changed; reload and try again.",
            ),
        )


class EnvironmentFault(CounterError):
    """The machine is at fault: no database, no printer, no display, no room on the disk."""

    exit_status = 4


def not_found(what: str) -> InputRefused:
    """Return the refusal for a number that names nothing here."""
    return InputRefused(
        "not_found",
        Words("没有找到“{what}”。请核对号码。", "Nothing found for “{what}”. Check the number.").fill(
            what=what
        ),
    )


def overtaken(case_no: str, holder: str | None) -> NotAllowed:
    """Return the refusal for a case that somebody else moved meanwhile."""
    return NotAllowed(
        "overtaken",
        Words(
            "办件 {case} 已被{who}处理，请刷新后再看。",
            "Case {case} was moved by {who} meanwhile. Reload and look again.",
        ).fill(case=case_no, who=Words(holder or "他人", holder or "somebody else")),
    )


def wrong_state(case_no: str, state: str | Words, verb: str | Words) -> NotAllowed:
    """Return the refusal for a verb that the case's state does not allow."""
    return NotAllowed(
        "wrong_state",
        Words(
            "办件 {case} 目前为“{state}”，不能“{verb}”。",
            "Case {case} is {state}; {verb} is not possible now.",
        ).fill(case=case_no, state=state, verb=verb),
    )


def not_accepted(case_no: str) -> NotAllowed:
    """Return the refusal of examination and decision for a case that was never accepted."""
    return NotAllowed(
        "not_accepted",
        Words(
            "办件 {case} 尚未受理，不能审查或作出决定；请先决定是否受理。",
            "Case {case} is not accepted yet; it cannot be examined or decided. Decide on acceptance first.",
        ).fill(case=case_no),
    )
