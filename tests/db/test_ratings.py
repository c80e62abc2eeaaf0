"""Ratings: voluntary, once, a bad one is put right within its clock; messages; what is exported."""

import csv
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from counter.cli.health import examine
from counter.devices.message_folder import FolderGateway
from counter.domain.errors import EnvironmentFault, InputRefused, NotAllowed
from counter.domain.rating import GRADES, grade_number, interface_grade
from counter.domain.slip import token_digest
from counter.usecases.figures.exchange import SETS
from counter.usecases.figures.export import export_changes
from counter.usecases.hall.settings import hall_of
from counter.usecases.handover.issue import issue_results
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.ratings.given import rating_report, ratings_of
from counter.usecases.ratings.receive import rate_at_window, rate_by_token
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.deliver import deliver_messages, notify_late, own_gateway
from counter.usecases.status.messages import messages_of
from counter.usecases.status.notify import PLACES, checked_templates, delivered_templates
from counter.usecases.status.tracking import tracking_url
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import CLERK, MONDAY, REVIEWER, a_form, local
from tests.db.test_handing_over import OWNER, make_ready, set_hall

SUPERVISOR = Officer("supervisor", "演练督办", "supervisor")


@pytest.fixture
def number(core) -> str:
    return accept_form(core.app, a_form(), CLERK).dossier.application.number


def say(core, number, address="10.0.0.7", **data):
    application = dossier_of(core.app, number).application
    digest = token_digest(tracking_url(core.app, application, hall_of(core.app)).rsplit("/", 1)[1])
    found = rate_by_token(core.app, digest, data, address)
    return None if found is None else found[1]


def test_a_case_is_rated_once_and_not_before_it_is_done(core, number):
    with pytest.raises(NotAllowed) as early:
        say(core, number, subject="1", grade="satisfied")
    assert early.value.code == "not_yet_rated"
    make_ready(core, number, 1)
    first = say(core, number, subject="1", grade="satisfied")
    assert say(core, number, subject="1", grade="satisfied").id == first.id
    with pytest.raises(NotAllowed) as again:
        say(core, number, subject="1", grade="very_satisfied")
    assert again.value.code == "rated_already"
    ratings, _ = ratings_of(core.app, number)
    assert [(r.subject, r.grade, r.item) for r in ratings] == [("1", "satisfied", "company-establishment")]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "grade"),
        ({"grade": "splendid"}, "grade"),
        ({"grade": "dissatisfied"}, "reasons"),
        ({"grade": "dissatisfied", "reasons": ["weather"]}, "reasons"),
        ({"grade": "dissatisfied", "reasons": ["other"]}, "text"),
        ({"grade": "satisfied", "text": "字" * 501}, "text"),
        ({"grade": "satisfied", "subject": "x"}, "subject"),
        ({"grade": "satisfied", "subject": None}, "subject"),
        ({"grade": "satisfied", "stars": 5}, "stars"),
        ({"grade": "satisfied", "kind": "praise"}, "kind"),
        ({"kind": "complaint"}, "reasons"),
        ({"grade": ["satisfied"]}, "grade"),
        ({"grade": "satisfied", "text": 5}, "text"),
    ],
)
def test_what_is_wrong_with_a_rating_is_told_by_field(core, number, data, field):
    with pytest.raises(InputRefused) as refusal:
        say(core, number, **data)
    assert field in refusal.value.fields
    assert ratings_of(core.app, number) == ((), ())


def test_a_bad_rating_is_put_right_within_five_working_days_and_rated_again(core, number):
    make_ready(core, number, 1)
    bad = say(core, number, subject="1", grade="very_dissatisfied", reasons=["waited_long"])
    _, (work,) = ratings_of(core.app, number)
    assert (work.responsible, work.due_at) == ("market-regulation", local("2026-11-30 17:00"))
    with pytest.raises(NotAllowed) as foreign:
        carry_out(core.app, "call-back", number, CLERK, {"text": "已致歉"})
    assert foreign.value.code == "not_allowed"
    with pytest.raises(NotAllowed) as early:
        carry_out(core.app, "rectify", number, REVIEWER, {"measures": "增加人手"})
    assert early.value.code == "not_called"
    carry_out(core.app, "call-back", number, REVIEWER, {"text": "已致歉", "complex": True})
    _, (work,) = ratings_of(core.app, number)
    assert work.due_at == local("2026-12-14 17:00")
    with pytest.raises(NotAllowed):
        say(core, number, subject="1", grade="satisfied")
    core.at = MONDAY + timedelta(days=1)
    carry_out(core.app, "rectify", number, REVIEWER, {"measures": "增加人手"})
    second = say(core, number, subject="1", grade="satisfied")
    assert (bad.round, second.round) == (1, 2)
    assert rating_report(core.app)["open"] == []


def test_the_window_answers_for_a_visit_and_its_limit_is_a_setting(core, number):
    set_hall(core, rectification_days=2)
    say(core, number, grade="dissatisfied", text="等太久")
    _, (work,) = ratings_of(core.app, number)
    assert (work.responsible, work.due_at) == ("window:1", local("2026-11-25 17:00"))
    carry_out(core.app, "call-back", number, CLERK, {"text": "已解释"})
    carry_out(core.app, "rectify", number, CLERK, {"measures": "加开窗口"})


def test_each_service_at_the_window_is_rated_once(core, number):
    """一次一评: taking in and handing over are two services, the second one of the window that gave out."""
    rate_at_window(core.app, number, {"grade": "satisfied"})
    with pytest.raises(NotAllowed):
        rate_at_window(core.app, number, {"grade": "very_satisfied"})
    with pytest.raises(NotAllowed) as early:
        say(core, number, subject="collection", grade="satisfied")
    assert early.value.code == "not_yet_rated"
    make_ready(core, number, 1, 2, 3, 4)
    core.settings = replace(core.settings, desk=replace(core.settings.desk, window="7"))
    issue_results(core.app, number, CLERK, {"collector": OWNER})
    rate_at_window(core.app, number, {"grade": "very_satisfied"})
    found = [(r.subject, r.window, r.grade) for r in ratings_of(core.app, number)[0]]
    assert found == [("visit", "1", "satisfied"), ("collection", "7", "very_satisfied")]
    assert [w["name"] for w in rating_report(core.app)["windows"]] == ["1", "7"]


def test_a_complaint_and_a_suggestion_take_the_same_way(core, number):
    say(core, number, kind="suggestion", text="请设饮水处")
    say(core, number, kind="complaint", text="排队无序")
    say(core, number, kind="complaint", text="又一次")
    ratings, works = ratings_of(core.app, number)
    assert [(r.kind, r.round) for r in ratings] == [("suggestion", 1), ("complaint", 1), ("complaint", 2)]
    assert len(works) == 2


def test_a_mistaken_rating_is_left_out_after_an_appeal(core, number):
    bad = say(core, number, grade="dissatisfied", text="点错了")
    carry_out(core.app, "appeal-rating", number, CLERK, {"rating": bad.id, "reason": "申请人来电说点错"})
    assert rating_report(core.app)["windows"][0]["count"] == 1
    with pytest.raises(NotAllowed):
        carry_out(
            core.app, "rule-appeal", number, CLERK, {"rating": bad.id, "upheld": True, "reason": "属实"}
        )
    carry_out(
        core.app, "rule-appeal", number, SUPERVISOR, {"rating": bad.id, "upheld": True, "reason": "回访属实"}
    )
    report = rating_report(core.app)
    assert report["windows"] == []
    assert report["open"] == []
    with pytest.raises(NotAllowed):
        carry_out(core.app, "appeal-rating", number, CLERK, {"rating": bad.id, "reason": "x"})


def test_ratings_of_one_minute_from_one_address_are_flagged(core):
    numbers = [
        accept_form(core.app, a_form(idempotency_key=str(n)), CLERK).dossier.application.number
        for n in range(4)
    ]
    say(core, numbers[0], "10.0.0.7", grade="satisfied")
    core.at = MONDAY + timedelta(seconds=30)
    say(core, numbers[1], "10.0.0.8", grade="satisfied")
    assert not any(r.flagged for n in numbers for r in ratings_of(core.app, n)[0])
    core.at = MONDAY + timedelta(seconds=50)
    say(core, numbers[2], "10.0.0.7", grade="satisfied")
    core.at = MONDAY + timedelta(minutes=5)
    say(core, numbers[3], "10.0.0.7", grade="satisfied")
    flagged = [any(r.flagged for r in ratings_of(core.app, n)[0]) for n in numbers]
    assert flagged == [True, False, True, False]
    with core.uow(read_only=True) as uow:
        origins = {
            r.origin for n in numbers for r in uow.service.ratings(dossier_of(core.app, n).application)
        }
    assert not any("10.0" in origin for origin in origins)


def test_figures_never_name_a_person(core, number):
    say(core, number, grade="satisfied")
    report = json.dumps(rating_report(core.app), ensure_ascii=False)
    for person in ("clerk", "演练窗口", "阿依努尔"):
        assert person not in report


def test_satisfaction_is_numbered_both_ways():
    assert [grade_number(g) for g in GRADES] == [1, 2, 3, 4, 5]
    assert [interface_grade(g) for g in GRADES] == [5, 4, 3, 2, 1]


# Messages


def test_nothing_is_sent_by_default(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    assert messages_of(core.app, number) == ()
    assert own_gateway(core.app) is None


@pytest.fixture
def told(core) -> str:
    """An application of a hall that has chosen a gateway."""
    set_hall(core, message_gateway="outbox", phone="0454-2130000")
    return accept_form(core.app, a_form(), CLERK).dossier.application.number


def kinds(core, number):
    return [m.kind for m in messages_of(core.app, number)]


def test_each_step_that_matters_is_told_once(core, told):
    carry_out(core.app, "claim", f"{told}/1", REVIEWER, {})
    carry_out(
        core.app,
        "request-supplement",
        f"{told}/1",
        REVIEWER,
        {"materials": ["articles"], "reason": "缺签名页"},
    )
    carry_out(core.app, "receive-supplement", f"{told}/1", CLERK, {"materials": ["articles"]})
    carry_out(core.app, "approve", f"{told}/1", REVIEWER, {})
    carry_out(core.app, "register-result", f"{told}/1", REVIEWER, {"name": "营业执照"})
    assert kinds(core, told) == ["accepted", "supplement", "decided"]
    make_ready(core, told, 2, 3, 4)
    assert kinds(core, told)[-1] == "ready"
    assert kinds(core, told).count("ready") == 1
    issue_results(
        core.app,
        told,
        CLERK,
        {"method": "courier", "courier": {"address": "抚远镇", "carrier": "EMS", "number": "E1"}},
    )
    assert kinds(core, told)[-1] == "posted"


def test_messages_carry_no_name_and_no_identity_number(core, told):
    make_ready(core, told, 1, 2, 3, 4)
    application = dossier_of(core.app, told).application
    form, token = application.form, tracking_url(core.app, application, hall_of(core.app)).rsplit("/", 1)[1]
    for message in messages_of(core.app, told):
        assert message.to == "13845470016"
        for secret in (form["parties"][0]["name"], form["parties"][0]["id_number"], "赵𠮷祥"):
            assert secret not in message.text
        assert token not in message.text
        assert "{" not in message.text


def test_an_overdue_case_is_told_once(core, told):
    core.at = MONDAY + timedelta(hours=8)
    assert notify_late(core.app) == 1
    assert notify_late(core.app) == 0
    assert kinds(core, told) == ["accepted", "overdue"]


class Flaky:
    """A gateway at the edge that fails as often as it is told to."""

    name = "flaky"

    def __init__(self, fails: int = 0) -> None:
        self.fails, self.sent = fails, []

    def send(self, message):
        if self.fails:
            self.fails -= 1
            raise EnvironmentFault("no_gateway", core_words())
        self.sent.append(message)


def core_words():
    from counter.domain.words import Words

    return Words("网关不通", "no gateway")


class FolderWitness(FolderGateway):
    """The real file gateway, with what it has written."""

    fails = 0

    @property
    def sent(self):
        return [json.loads(p.read_text(encoding="utf-8")) for p in sorted(self._folder.glob("*.json"))]


@pytest.fixture(params=["fake", "folder"])
def gateway(request, tmp_path):
    """The fake and the real gateway pass the same contract."""
    return Flaky() if request.param == "fake" else FolderWitness(tmp_path / "out")


def test_a_gateway_gets_each_message_and_a_second_round_sends_nothing(core, told, gateway):
    assert deliver_messages(core.app, gateway) == {"delivered": 1, "failed": 0}
    assert deliver_messages(core.app, gateway) == {"delivered": 0, "failed": 0}
    assert len(gateway.sent) == 1
    (message,) = messages_of(core.app, told)
    assert (message.state, message.gateway, message.delivered_at) == ("delivered", gateway.name, core.at)


def test_a_message_taken_and_never_reported_is_handed_out_again_under_the_same_key(core, told, gateway):
    with core.uow() as uow:  # the gateway dies after it took the message
        taken = uow.service.take_messages(10, core.at, core.at - timedelta(minutes=10))
        uow.commit()
    gateway.send(taken[0])
    assert deliver_messages(core.app, gateway) == {"delivered": 0, "failed": 0}
    core.at = MONDAY + timedelta(minutes=11)
    assert deliver_messages(core.app, gateway) == {"delivered": 1, "failed": 0}
    keys = {m["key"] if isinstance(m, dict) else m.key for m in gateway.sent}
    assert keys == {taken[0].key}


def test_a_failing_gateway_loses_nothing(core, told):
    gateway = Flaky(fails=1)
    assert deliver_messages(core.app, gateway) == {"delivered": 0, "failed": 1}
    assert messages_of(core.app, told)[0].problem == "网关不通"
    assert deliver_messages(core.app, gateway) == {"delivered": 1, "failed": 0}


def test_a_delivered_ready_message_meets_the_delivery_clock(core, told):
    make_ready(core, told, 1, 2, 3, 4)
    deliver_messages(core.app, Flaky())
    clocks = [
        c for clocked in dossier_of(core.app, told).cases for c in clocked.clocks if c.kind == "delivery"
    ]
    assert {c.ended_at for c in clocks} == {core.at}


def test_templates_that_name_unknown_places_are_refused(core):
    good = dict(delivered_templates())
    assert checked_templates(good) == good
    for wrong in ({**good, "ready": "{name}"}, {k: v for k, v in good.items() if k != "ready"}):
        with pytest.raises(EnvironmentFault):
            checked_templates(wrong)
    assert "name" not in PLACES


# Exchange


def read_export(folder):
    sets = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in SETS}
    for name, rows in sets.items():
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as clocked:
            assert list(csv.DictReader(clocked)) == rows
    return sets


def test_an_export_tells_everything_in_the_data_sets_names(core, number, tmp_path):
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    carry_out(
        core.app,
        "suspend",
        f"{number}/1",
        REVIEWER,
        {"kind": "applicant_request", "ground": "申请人出差", "expected_days": 3},
    )
    core.at = MONDAY + timedelta(hours=1)
    carry_out(core.app, "resume", f"{number}/1", REVIEWER, {"result": "已回"})
    carry_out(core.app, "approve", f"{number}/1", REVIEWER, {})
    carry_out(
        core.app,
        "register-result",
        f"{number}/1",
        REVIEWER,
        {"name": "营业执照", "no": "抚市监 1", "valid_until": "2036-12-31"},
    )
    make_ready(core, number, 2, 3, 4)
    issue_results(core.app, number, CLERK, {"collector": OWNER})
    say(core, number, subject="1", grade="dissatisfied", reasons=["waited_long"])
    answer = export_changes(core.app, "0", tmp_path / "out", SUPERVISOR)
    sets = read_export(tmp_path / "out")
    case_no = dossier_of(core.app, number).cases[0].case.case_no
    first = {name: next(r for r in rows if r["project_no"] == case_no) for name, rows in sets.items() if rows}
    assert first["up_pro_apply"]["applyer_page_type"] == "111"
    assert first["up_pro_apply"]["apply_date"] == "20261123T100000"
    assert first["up_pro_accept"]["org_name"] == "市场监管"
    special = first["up_pro_special_procedure"]
    assert (special["special_type"], special["special_time"], special["end_time"]) == (
        "2", "20261123T100000", "20261123T110000",
    )  # fmt: skip
    assert special["applyer_user_name"] == "阿依努尔·买买提"
    result = first["up_pro_result"]
    assert (result["result_type"], result["result_cetr_name"], result["valid_until"]) == (
        "0",
        "营业执照",
        "20361231",
    )
    assert result["delivered_at"] == "20261123T110000"
    rating = first["up_pro_evaluation"]
    assert (rating["satisfaction_code"], rating["grade"], rating["reasons"]) == ("4", "2", "等候或办理时间长")
    assert {row["process_name"] for row in sets["up_pro_process"]} >= {
        "收件",
        "受理",
        "决定",
        "出证",
        "发件",
        "特别程序",
    }
    assert {s["name"]: s["rows"] for s in answer["sets"]} == {name: len(rows) for name, rows in sets.items()}
    assert (tmp_path / "out" / "up_pro_apply.json").stat().st_mode & 0o077 == 0


def test_an_export_is_repeatable_and_goes_on_from_its_mark(core, number, tmp_path):
    first = export_changes(core.app, "0", tmp_path / "a", SUPERVISOR)
    again = export_changes(core.app, "0", tmp_path / "b", SUPERVISOR)
    assert [s["sha256"] for s in first["sets"]] == [s["sha256"] for s in again["sets"]]
    nothing = export_changes(core.app, first["next"], tmp_path / "c", SUPERVISOR)
    assert nothing["next"] == first["next"]
    assert not any(s["rows"] for s in nothing["sets"])
    other = accept_form(core.app, a_form(idempotency_key="2"), CLERK).dossier.application.number
    carry_out(core.app, "claim", f"{other}/1", REVIEWER, {})
    more = export_changes(core.app, first["next"], tmp_path / "d", SUPERVISOR)
    rows = read_export(tmp_path / "d")["up_pro_apply"]
    assert {row["apply_no"] for row in rows} == {other}
    assert int(more["next"]) > int(first["next"])


@pytest.mark.parametrize("mark", ["", "-1", "x", "²", "999999"])
def test_a_wrong_mark_is_refused(core, number, tmp_path, mark):
    with pytest.raises(InputRefused) as refusal:
        export_changes(core.app, mark, tmp_path / "out", SUPERVISOR)
    assert "since" in refusal.value.fields


def test_only_supervisors_and_administrators_export(core, number, tmp_path):
    with pytest.raises(NotAllowed):
        export_changes(core.app, "0", tmp_path / "out", CLERK)


def test_a_full_disk_leaves_the_export_before(core, number, tmp_path):
    folder = tmp_path / "out"
    export_changes(core.app, "0", folder, SUPERVISOR)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    (folder / ".up_pro_result.csv.part").mkdir()
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        export_changes(core.app, "0", blocked / "below", SUPERVISOR)
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_an_application_started_online_is_taken_over(core):
    dossier = accept_form(core.app, a_form(channel="online"), CLERK).dossier
    assert dossier.application.channel == "online_pc"


# Stopping and going on


def test_a_supplement_stops_the_measure_clock_and_not_the_statutory_one(core, number):
    case = f"{number}/1"
    carry_out(core.app, "claim", case, REVIEWER, {})
    carry_out(
        core.app,
        "request-supplement",
        case,
        REVIEWER,
        {"materials": ["articles", "premises"], "reason": "缺页"},
    )
    clocked = dossier_of(core.app, number).cases[0]
    by_rule = {c.rule: c for c in clocked.clocks}
    assert str(clocked.case.state) == "suspended"
    assert by_rule["M01.1"].due_at is None
    assert by_rule["statutory"].due_at is not None
    with pytest.raises(NotAllowed) as by_hand:
        carry_out(core.app, "resume", case, REVIEWER, {})
    assert by_hand.value.code == "ends_by_arrival"
    with pytest.raises(NotAllowed) as second:
        carry_out(core.app, "request-supplement", case, REVIEWER, {"materials": ["articles"], "reason": "x"})
    assert second.value.code in ("stopped_already", "wrong_state")
    core.at = MONDAY + timedelta(hours=1)
    carry_out(core.app, "receive-supplement", case, CLERK, {"materials": ["articles"]})
    assert str(dossier_of(core.app, number).cases[0].case.state) == "suspended"
    carry_out(core.app, "receive-supplement", case, CLERK, {"materials": ["premises"]})
    clocked = dossier_of(core.app, number).cases[0]
    assert str(clocked.case.state) == "claimed"
    assert {c.rule: c.due_at for c in clocked.clocks}["M01.1"] == local("2026-11-23 14:00")


def test_only_materials_of_the_items_list_can_be_asked_for(core, number):
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    with pytest.raises(InputRefused) as refusal:
        carry_out(
            core.app,
            "request-supplement",
            f"{number}/1",
            REVIEWER,
            {"materials": ["bank_account"], "reason": "x"},
        )
    assert "materials" in refusal.value.fields


def test_an_unlawful_ground_is_refused(core, number):
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    for data, field in (
        ({"kind": "holiday", "ground": "x", "expected_days": 3}, "kind"),
        ({"kind": "applicant_request", "ground": "x"}, "expected_days"),
        ({"kind": "applicant_request", "expected_days": 3}, "ground"),
    ):
        with pytest.raises(InputRefused) as refusal:
            carry_out(core.app, "suspend", f"{number}/1", REVIEWER, data)
        assert field in refusal.value.fields


def test_a_rating_sent_twice_at_once_is_kept_once(core, number):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: say(core, number, grade="satisfied").id, range(8)))
    assert len(set(found)) == 1
    assert len(ratings_of(core.app, number)[0]) == 1


def test_a_calendar_change_moves_open_rectifications(core, number):
    say(core, number, grade="dissatisfied", text="x")
    before = ratings_of(core.app, number)[1][0].due_at
    from counter.usecases.hall.calendars import load_arrangement, read_arrangement

    raw = {"dates": [{"date": "2026-11-25", "working": False, "notice": "演练通知"}]}
    with core.uow() as uow:
        load_arrangement(read_arrangement(raw), SUPERVISOR, uow)
        uow.commit()
    after = ratings_of(core.app, number)[1][0].due_at
    assert (before, after) == (local("2026-11-30 17:00"), local("2026-12-01 17:00"))


def test_settings_of_the_hall_are_checked(core):
    from counter.settings import checked_hall

    before = hall_of(core.app)
    values = {"web_address": "https://x", "token_days": "30", "message_gateway": "file"}
    hall = checked_hall(values, "08:30-11:30", "2020-01-01", before)
    assert (hall.token_days, hall.message_gateway) == (30, "file")
    for wrong in ({"token_days": "0"}, {"token_days": "x"}, {"message_gateway": "pigeon"}):
        with pytest.raises(InputRefused):
            checked_hall(values | wrong, "08:30-11:30", "2020-01-01", before)
    assert replace(hall, token_days=before.token_days).token_days == 90


def test_the_doctor_tells_messages_that_are_held_up(core, told):
    def state():
        return next(f for f in examine(core) if f.part == "messages").state

    assert state() == "ok"
    core.at = MONDAY + timedelta(minutes=31)
    assert state() == "warning"
    deliver_messages(core.app, Flaky())
    assert state() == "ok"
