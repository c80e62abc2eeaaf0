"""Forms that were begun: kept by window, parked for all of them, dropped."""

from counter.usecases.intake.drafts import drop_draft, own_drafts, parked_drafts, save_draft
from tests.usecases.one_hall import CLERK


def test_a_draft_is_kept_until_it_is_dropped_and_a_parked_one_is_offered_to_all(hall):
    app = hall.app
    save_draft(app, "a", {"items": ["x"]}, CLERK)
    (one,) = own_drafts(app)
    assert (one.id, one.clerk, one.parked, one.form) == ("a", "clerk", False, {"items": ["x"]})
    assert (one.site, one.window) == (app.settings.desk.site, app.settings.desk.window)
    assert list(parked_drafts(app)) == []
    save_draft(app, "a", {"items": ["y"]}, CLERK, parked=True)
    assert [(one.id, one.form) for one in parked_drafts(app)] == [("a", {"items": ["y"]})]
    drop_draft(app, "a")
    drop_draft(app, "a")
    assert list(parked_drafts(app)) == list(own_drafts(app)) == []
