"""Reading a form file: every error at once, by its field."""

from datetime import date

import pytest

from forms.form_reading import read_submission
from tests.builders import TODAY, a_catalogue, a_form, a_number, a_submission

CATALOGUE = a_catalogue()


def reading(**changes):
    return read_submission(a_form(**changes), CATALOGUE, date(2026, 11, 23))


def test_every_error_comes_at_once_by_field():
    form = a_form(package="nope", channel="pigeon", green_channel="tall")
    form["items"] = ["company-establishment", "nothing"]
    form["parties"][0]["id_number"] = "230883199001010016"
    form["parties"][0]["phone"] = "12"
    form["materials"].append({"code": "moonstone"})
    form["materials"].append({"code": "articles", "copies": -1})
    found = read_submission(form, CATALOGUE, date(2026, 11, 23))
    assert found.submission is None
    assert {
        "package", "items[1]", "channel", "green_channel", "parties[0].id_number", "parties[0].phone",
        "materials[5].code", "materials[6].code", "materials[6].copies",
    } <= set(found.errors)  # fmt: skip
    assert all(words.zh and words.en for words in found.errors.values())


@pytest.mark.parametrize(
    "field, value, error",
    [
        ("registered_capital", "many", "answers.registered_capital"),
        ("registered_capital", -1, "answers.registered_capital"),
        ("company_name", "", "answers.company_name"),
        ("company_name", "长" * 121, "answers.company_name"),
        ("company_type", "zoo", "answers.company_type"),
        ("shareholders", [], "answers.shareholders"),
        ("shareholders", [{"id_number": "1"}], "answers.shareholders[0].name"),
        ("shareholders", "me", "answers.shareholders"),
        ("scope_prior_permit", "maybe", "answers.scope_prior_permit"),
        ("seals_wanted", ["official", "royal"], "answers.seals_wanted"),
        ("contact_phone", "1234", "answers.contact_phone"),
        ("legal_representative_id", "1", "answers.legal_representative_id"),
        ("term_years", None, None),
    ],
)
def test_answers_are_checked_by_their_type(field, value, error):
    form = a_form()
    form["answers"][field] = value
    found = read_submission(form, CATALOGUE, date(2026, 11, 23))
    assert (error in found.errors) if error else not found.errors


def test_a_question_is_required_only_when_it_applies():
    form = a_form()
    form["answers"]["term"] = "years"
    assert "answers.term_years" in read_submission(form, CATALOGUE).errors


def test_shares_that_do_not_add_up_warn_and_do_not_block():
    form = a_form()
    form["answers"]["registered_capital"] = "999"
    found = read_submission(form, CATALOGUE)
    assert found.submission is not None
    assert "answers.shareholders" in found.warnings


def test_the_short_form_of_one_applicant_is_one_party():
    form = a_form()
    person = form.pop("parties")[0]
    agent = {"name": "赵祥", "id_type": "resident_id", "id_number": "1", "letter": True}
    found = read_submission(form | {"applicant": person, "agent": agent}, CATALOGUE)
    assert list(found.errors) == ["agent.id_number"]
    agent["id_number"] = "11010519491231002X"
    found = read_submission(form | {"applicant": person, "agent": agent}, CATALOGUE)
    assert found.submission.parties[0].agent.name == "赵祥"


def test_an_item_out_of_force_is_refused():
    found = read_submission(a_form(), CATALOGUE, date(2025, 12, 31))
    assert {"items[0]", "items[1]"} <= set(found.errors)


@pytest.mark.parametrize("name", ["李", "长" * 50, "阿依努尔·买买提", "Anna-Maria Schmidt"])
def test_people_with_unusual_names_and_without_telephone_are_taken(name):
    form = a_form()
    form["parties"][0] |= {"name": name}
    form["parties"][0].pop("phone")
    found = read_submission(form, CATALOGUE, date(2026, 11, 23))
    assert found.errors == {}
    assert found.submission.applicant.name == name


def test_foreign_cards_are_taken_and_a_code_that_fails_its_check_is_a_note_to_confirm():
    form = a_form()
    form["parties"][0] |= {"id_type": "foreign_permanent_2023", "id_number": "932682198501010017"}
    assert read_submission(form, CATALOGUE, date(2026, 11, 23)).errors == {}
    form["parties"][0] |= {"type": "enterprise", "id_type": "uscc", "id_number": "91110000600037341M"}
    found = read_submission(form, CATALOGUE, date(2026, 11, 23))
    assert found.errors == {}
    assert "parties[0].id_number" in found.warnings


def errors(**changes) -> set[str]:
    return set(reading(**changes).errors)


def one_party(**changes):
    return [a_form()["parties"][0] | changes]


@pytest.mark.parametrize("raw", [None, [], "form", 7])
def test_what_is_no_object_is_no_form(raw):
    found = read_submission(raw, CATALOGUE)
    assert (found.submission, list(found.errors)) == (None, [""])


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({"items": "all"}, {"items"}), ({"items": [1]}, {"items"}), ({"package": 1.5}, {"package"}), ({"package": ["x"]}, {"package"}),
        ({"package": None, "items": []}, {"items"}), ({"package": None, "items": ["seal-engraving"] * 2}, {"items[0]", "items[1]"}),
        ({"items": ["wage-deposit"]}, {"items[0]"}), ({"delivery": {"method": "pigeon"}}, {"delivery.method"}), ({"delivery": "x"}, {"delivery"}),
        ({"window": "1"}, set()), ({"window": "A2"}, set()), ({"window": "123"}, {"window"}), ({"window": "-1"}, {"window"}),
        ({"site": "FYX"}, {"site"}), ({"project": "长" * 60}, set()), ({"project": "长" * 61}, {"project"}), ({"commitments": ["moonstone"]}, {"commitments[0]"}),
        ({"commitments": "articles"}, {"commitments"}), ({"signature": {"method": "thumb"}}, {"signature.method"}), ({"signature": {"method": "pad"}}, set()),
        ({"channel": "online"}, set()), ({"channel": "mail"}, set()), ({"external_refs": {}}, {"external_refs"}), ({"external_refs": [1]}, {"external_refs[0]"}),
        ({"parties": [], "materials": []}, {"applicant"}), ({"parties": [7]}, {"parties[0]"}), ({"parties": {}}, {"parties"}), ({"answers": 7}, None),
        ({"ticket_no": True}, {"ticket_no"}), ({"confirmed": [1]}, {"confirmed"}), ({"idempotency_key": "k" * 121}, {"idempotency_key"}),
    ],
)  # fmt: skip
def test_each_entry_is_checked_under_its_own_key(changes, wrong):
    found = errors(**changes)
    assert (found == wrong) if wrong is not None else "answers" in found


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({"type": "moon"}, {"type"}), ({"name": " "}, {"name"}), ({"name": 7.5}, set()), ({"id_type": "card"}, {"id_type"}), ({"id_number": ""}, {"id_number"}),
        ({"phone": "12"}, {"phone"}), ({"phone": ""}, set()), ({"role": "co_owner"}, set()), ({"role": "Own 7"}, {"role"}), ({"share": "长" * 201}, {"share"}),
        ({"address": True}, {"address"}), ({"agent": "me"}, {"agent"}), ({"agent": {}}, set()), ({"agent": None}, set()),
    ],
)  # fmt: skip
def test_each_entry_of_a_party_is_checked_under_its_own_key(changes, wrong):
    assert errors(parties=one_party(**changes)) == {f"parties[0].{key}" for key in wrong}


AGENT = {"name": "赵祥", "id_type": "resident_id", "id_number": "11010519491231002X", "letter": True}


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({}, set()), ({"letter": "yes"}, {"letter"}), ({"authority": ["collect"]}, set()), ({"authority": ["collect", "fly"]}, {"authority"}),
        ({"authority": "collect"}, {"authority"}), ({"phone": "12"}, {"phone"}), ({"name": ""}, {"name"}),
    ],
)  # fmt: skip
def test_each_entry_of_an_agent_is_checked_under_its_own_key(changes, wrong):
    assert errors(parties=one_party(agent=AGENT | changes)) == {f"parties[0].agent.{key}" for key in wrong}


def test_an_agent_without_named_authority_has_all_of_it():
    for authority, kept in ((None, ("submit", "correct", "collect")), (["collect"], ("collect",))):
        party = reading(parties=one_party(agent=AGENT | {"authority": authority})).submission.parties[0]
        assert party.agent.authority == kept
        assert party.agent.letter is True


@pytest.mark.parametrize(
    "born, guardian, wrong",
    [
        ("20081123", None, set()), ("20081124", None, {"parties[0].id_number"}), ("20081223", None, {"parties[0].id_number"}),
        ("20150101", "19900101", set()), ("20150101", "20081124", {"parties[0].id_number", "parties[1].id_number"}), ("20150101", "20081123", set()),
    ],
)  # fmt: skip
def test_who_is_not_eighteen_applies_with_an_adult_guardian(born, guardian, wrong):
    parties = one_party(id_number=a_number(born=born))
    if guardian:
        parties += one_party(id_number=a_number(born=guardian, serial="003"), role="guardian")
    assert errors(parties=parties) == wrong


def test_an_adult_who_is_no_guardian_does_not_stand_in_for_one():
    parties = one_party(id_number=a_number(born="20150101")) + one_party(
        id_number=a_number(serial="003"), role="co_owner"
    )
    assert errors(parties=parties) == {"parties[0].id_number"}
    assert read_submission(a_form(parties=parties), CATALOGUE).errors == {}


def test_a_minor_given_as_the_applicant_is_named_there():
    form = a_form()
    form["applicant"] = form.pop("parties")[0] | {"id_number": a_number(born="20150101")}
    assert set(read_submission(form, CATALOGUE, TODAY).errors) == {"applicant.id_number"}


@pytest.mark.parametrize(
    "printout, wrong",
    [
        ({"form": "stone"}, {"form"}), ({"copies": 0}, set()), ({"copies": 10_000}, set()), ({"copies": 10_001}, {"copies"}), ({"copies": True}, {"copies"}),
        ({"pages": "2"}, {"pages"}), ({"due": "2026-12-01"}, set()), ({"due": "soon"}, {"due"}), ({"code": "moonstone"}, {"code"}), ({"code": "articles"}, {"code"}),
    ],
)  # fmt: skip
def test_each_entry_of_a_material_is_checked_under_its_own_key(printout, wrong):
    materials = [{"code": "articles"}, {"code": "premises"} | printout]
    assert errors(materials=materials) == {f"materials[1].{key}" for key in wrong}


@pytest.mark.parametrize(
    "decided, wrong",
    [
        ({"outcome": "accepted"}, set()), ({"outcome": "received"}, set()), ({"outcome": "moon"}, {".outcome"}), ({"outcome": "correction_needed"}, {".reason"}),
        ({"outcome": "not_required", "reason": "无需"}, set()), ({"outcome": "not_required"}, {".reason"}), ({"outcome": "not_competent", "reason": "非"}, {".authority"}),
        ({"outcome": "not_competent"}, {".reason", ".authority"}), ({"outcome": "not_competent", "reason": "非", "authority": "某局"}, set()), ("accepted", {""}),
    ],
)  # fmt: skip
def test_a_decision_of_the_window_gives_its_reason_and_the_competent_authority(decided, wrong):
    """ALL 32: whoever is sent away is told why, and where to go."""
    assert errors(decisions={"seal-engraving": decided}) == {
        f"decisions.seal-engraving{key}" for key in wrong
    }
    assert errors(decisions={"wage-deposit": {"outcome": "accepted"}}) == {"decisions.wage-deposit"}


def test_what_is_not_asked_or_not_known_is_noted_and_not_used():
    form = a_form(moon=1)
    form["answers"]["voltage"] = "low"
    found = read_submission(form, CATALOGUE, TODAY)
    assert set(found.warnings) == {"moon", "answers.voltage"}
    assert "voltage" not in found.submission.answers


def test_what_was_given_is_kept():
    kept = a_submission(
        window="03", site="fy", channel="online", project="P1", ticket_no=12, delivery={"method": "courier", "to": 7},
        external_refs=[{"system": "x", "no": 1}], commitments=["premises"], confirmed=["a"],
    )  # fmt: skip
    assert (kept.window, kept.site, kept.channel, kept.project, kept.ticket_no) == (
        "3",
        "FY",
        "online_pc",
        "P1",
        "12",
    )
    assert (kept.delivery, kept.external_refs) == (
        {"method": "courier", "to": "7"},
        ({"system": "x", "no": "1"},),
    )
    assert (kept.commitments, kept.confirmed, kept.signature, kept.green_channel) == (
        ("premises",),
        ("a",),
        "paper",
        "",
    )
    assert (
        a_submission().channel,
        kept.has_agent,
        a_submission(parties=one_party(agent=AGENT)).has_agent,
    ) == ("window", False, True)
    assert [one.pages for one in kept.materials] == [12, 2, 2, 1, 4]
    assert kept.facts["agent"] is False


def test_an_odd_name_and_a_code_that_fails_its_check_are_notes():
    party = one_party(type="enterprise", id_type="uscc", id_number="91110000600037341M", name="买买提•吐尔逊")
    assert {"parties[0].name", "parties[0].id_number"} <= set(reading(parties=party).warnings)
    body = one_party(type="enterprise", id_number="91110000600037341L")
    body[0].pop("id_type")
    assert reading(parties=body).submission.applicant.id_type == "uscc"
    person = one_party()
    person[0].pop("id_type")
    assert reading(parties=person).submission.applicant.id_type == "resident_id"


@pytest.mark.parametrize("length, right", [(1, True), (100, True), (101, False)])
def test_a_name_has_up_to_a_hundred_characters(length, right):
    assert (errors(parties=one_party(name="长" * length)) == set()) is right
