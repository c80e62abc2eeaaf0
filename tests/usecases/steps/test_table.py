"""The table of steps: complete, consistent, and the same for help, rights and refusals."""

from dataclasses import fields

from counter.domain.roles import MAY, Permission, Role, Whose
from counter.usecases.steps.facts import asking_of
from counter.usecases.steps.rights import rights
from counter.usecases.steps.table import STEPS

VERBS = [
    "claim",
    "release",
    "transfer",
    "request-supplement",
    "receive-supplement",
    "suspend",
    "resume",
    "milestone",
    "extend",
    "ask-opinion",
    "give-opinion",
    "escalate",
    "review",
    "approve",
    "refuse",
    "withdraw",
    "terminate",
    "explain-overdue",
    "decide-acceptance",
    "receive-correction",
    "fulfil-debt",
    "lapse-debt",
    "correct-entry",
    "void",
    "register-result",
    "return-materials",
    "record-payment",
    "record-service",
    "inspect",
    "revoke",
    "coordinate",
    "rule",
    "supervise",
    "answer-supervision",
]


def test_every_verb_of_the_contract_is_a_step():
    assert [verb for verb in VERBS if verb not in STEPS] == []


def test_every_step_says_in_two_languages_what_it_is_and_what_it_asks():
    for step in STEPS.values():
        assert all(step.words), step.verb
        for one in fields(step.facts):
            assert all(asking_of(one).words), (step.verb, one.name)


def test_the_rights_have_a_row_for_each_role_of_each_step():
    rows = rights()
    for step in STEPS.values():
        mine = {row["role"]: row["whose"] for row in rows if row["step"] == step.verb}
        own = {str(role): str(whose) for role, whose in MAY[step.permission].items()}
        assert mine.items() >= own.items(), step.verb
    assert {row["whose"] for row in rows} == {"own", "department", "any"}
    assert all(set(row) == {"step", "role", "whose", "from", "second"} for row in rows)


def test_examination_and_decision_need_acceptance_and_ones_own_hands():
    for verb in ("approve", "refuse", "review", "suspend", "request-supplement"):
        assert STEPS[verb].accepted, verb
        assert set(MAY[STEPS[verb].permission].values()) == {Whose.OWN}, verb


def test_only_people_of_the_window_serve_and_only_supervisors_supervise():
    assert set(MAY[Permission.SERVE]) == {Role.CLERK, Role.SUPERVISOR}
    assert set(MAY[Permission.SUPERVISE]) == {Role.SUPERVISOR}
