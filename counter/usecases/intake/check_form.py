"""The verdict on a form file, as an acceptance at this moment would reach it; nothing is written."""

from counter.domain.calendar import CHINA
from counter.domain.errors import InputRefused
from counter.domain.words import Lang
from counter.usecases.intake.accept import barred_by, draft_cases
from counter.usecases.intake.accept_form import read_form
from counter.usecases.intake.project import condition_errors
from counter.usecases.ports.app import App
from counter.usecases.reading import shapes
from counter.usecases.reading.shapes import Json
from forms.verdict import judge


def check_form(app: App, raw: object, lang: Lang) -> tuple[Json, bool]:
    """Return the verdict as it is answered, and whether the form has errors: they are part of the answer."""
    reading = read_form(app, raw)
    submission = reading.submission
    with app.open_uow(read_only=True) as uow:
        at, calendar = uow.moment(), app.calendar_of(uow)
        key = submission.project if submission else None
        number = uow.projects.number(key, create=False) if key else None
        known = uow.projects.find(number) if number else None
        today = at.astimezone(CHINA).date()
        barred = submission is not None and bool(barred_by(submission, today, uow))
    verdict, cases = None, []
    if submission is not None:
        if known is not None:
            reading.errors |= condition_errors(known, submission.answers, app.catalogue)
        verdict = judge(app.catalogue, submission, barred=barred)
        try:
            cases = draft_cases(app.catalogue, submission, verdict, at, calendar)
        except InputRefused as refusal:
            reading.errors |= refusal.fields
    answer = shapes.check(reading, submission, verdict, cases, at, calendar, lang)
    return answer, bool(reading.errors)
