"""Whether a step may be taken: by whom, from where, and the rights as rows."""

from counter.domain.case import CaseState
from counter.domain.errors import InputRefused, NotAllowed, overtaken, wrong_state
from counter.domain.roles import MAY, ROLE_WORDS, SECOND, WHOSE_WORDS, Permission, Role, Whose, who_may
from counter.domain.words import Words
from counter.usecases.reading.wording import CASE_STATES
from counter.usecases.steps.facts import Here
from counter.usecases.steps.table import STEPS, Step

EVERY_DEPARTMENT = "*"
"""Stands for every department on the accounts of a rehearsal."""


def step_named(verb: str) -> Step:
    """Return the step of the verb (InputRefused ``unknown_verb``)."""
    if verb not in STEPS:
        raise InputRefused(
            "unknown_verb",
            Words("没有“{verb}”这个动作。", "There is no verb “{verb}”.").fill(verb=verb),
            {"verb": Words("可用：{all}。", "Use: {all}.").fill(all=", ".join(STEPS))},
        )
    return STEPS[verb]


def whose_of(permission: Permission, role: str) -> Whose | None:
    """Return whose case it has to be for the role; None when the role may not at all."""
    return MAY[permission].get(Role(role)) if role in set(Role) else None


def check_rights(step: Step, here: Here, *, behalf: bool = False) -> None:
    """Refuse who may not take the step (NotAllowed ``not_allowed``), or what somebody else holds (``overtaken``)."""
    permission = Permission.ENTER_ANSWER if behalf and step.answered else step.permission
    officer, whose = here.officer, whose_of(permission, here.officer.role)
    concerned = step.concerns(here)
    inside = officer.department == EVERY_DEPARTMENT or officer.department in concerned
    asked_nobody = not concerned  # then the step itself says that nothing was asked
    if whose is None or (whose is not Whose.ANY and not inside and not asked_nobody):
        raise NotAllowed(
            "not_allowed",
            Words("您不能办理“{step}”；可办理的有：{who}。", "You may not: {step}. Who may: {who}.").fill(
                step=step.words, who=who_may(permission)
            ),
        )
    if (
        whose is Whose.OWN
        and here.clocked is not None
        and here.clocked.case.handler not in (None, officer.name)
    ):
        raise overtaken(here.clocked.case.case_no, here.clocked.case.handler)


def check_possible(step: Step, here: Here, *, behalf: bool = False) -> None:
    """Refuse what the case does not allow now (NotAllowed ``not_accepted``, ``wrong_state``)."""
    if here.clocked is None:
        return
    case = here.clocked.case
    if step.accepted and not case.is_accepted:
        raise NotAllowed(
            "not_accepted",
            Words(
                "该件尚未受理，不能“{step}”。", "The case is not accepted yet; {step} is not possible."
            ).fill(step=step.words),
        )
    # An answer entered at the window takes the waiting case in hand on its way.
    waits = behalf and step.answered and case.state is CaseState.WAITING
    if (step.states and case.state not in step.states and not waits) or not step.only_if(here):
        raise wrong_state(case.case_no, CASE_STATES[case.state], step.words)


def is_offered(verb: str, here: Here, *, behalf: bool = False) -> bool:
    """Whether the step would be taken now if it were tried with right facts."""
    step = STEPS[verb]
    try:
        check_rights(step, here, behalf=behalf)
        check_possible(step, here, behalf=behalf)
    except NotAllowed:
        return False
    return True


def rights() -> list[dict[str, object]]:
    """Return the rights as they are applied, a row for each step and role."""
    rows: list[dict[str, object]] = []
    for step in STEPS.values():
        entries = [(role, whose, step.permission) for role, whose in MAY[step.permission].items()]
        if step.answered:
            known = {role for role, _, _ in entries}
            entered = MAY[Permission.ENTER_ANSWER].items()
            entries += [
                (role, whose, Permission.ENTER_ANSWER) for role, whose in entered if role not in known
            ]
        rows += [
            {
                "step": step.verb, "role": str(role), "whose": str(whose),
                "from": sorted(str(state) for state in step.states), "second": SECOND.get(permission),
            }
            for role, whose, permission in entries
        ]  # fmt: skip
    return rows


def rights_in_words() -> list[tuple[Words, Words, Words]]:
    """Return step, role and whose case of each row, in words."""
    return [
        (
            STEPS[str(row["step"])].words,
            ROLE_WORDS[Role(str(row["role"]))],
            WHOSE_WORDS[Whose(str(row["whose"]))],
        )
        for row in rights()
    ]
