"""What counts as text, and which place of a document is named when something in it does not."""

import pytest

from counter.domain.errors import InputRefused
from counter.domain.plain_text import check_texts, is_plain, unfit_texts
from forms.form_reading import read_submission
from forms.loading import load_catalogue
from tests.builders import MONDAY, a_form


@pytest.mark.parametrize("text", ["", "抚远", "𠮷", "line\nline\ttab", "\x01", "\ud7ff", "\ue000"])
def test_it_takes_every_whole_character_but_zero(text):
    assert is_plain(text)


@pytest.mark.parametrize("text", ["a\x00", "\ud800", "抚\udc00远"])
def test_it_refuses_zero_and_halves_of_pairs(text):
    assert not is_plain(text)


def test_it_names_every_place_by_its_path():
    raw = {"reason": "\x00", "parties": [{"name": "好"}, {"name": "\ud800"}], "n": 1, "k\x00": "x"}
    assert list(unfit_texts(raw)) == ["reason", "parties[1].name", "k\N{REPLACEMENT CHARACTER}"]


def test_it_refuses_a_document_with_the_fields_at_fault():
    with pytest.raises(InputRefused) as refusal:
        check_texts({"reason": ["x", "\x00"]})
    assert (refusal.value.code, list(refusal.value.fields)) == ("bad_text", ["reason[1]"])
    check_texts({"reason": "好"})


def test_a_form_with_such_a_text_is_read_to_an_error_in_its_field():
    raw = a_form()
    raw["parties"][0]["name"] = "王\ud800"
    reading = read_submission(raw, load_catalogue(), MONDAY.date())
    assert reading.submission is None
    assert list(reading.errors) == ["parties[0].name"]


@pytest.mark.parametrize(("field", "value"), [("site", "抚远"), ("site", "F1"), ("window", "抚远")])
def test_a_form_names_its_site_and_window_by_letters(field, value):
    reading = read_submission(a_form(**{field: value}), load_catalogue(), MONDAY.date())
    assert list(reading.errors) == [field]
