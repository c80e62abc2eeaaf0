"""Tokens of slips: unguessable, different by database, and old ones stay what was printed."""

from counter.domain.database_identity import DatabaseIdentity
from counter.domain.slip import RECIPE, token_for

NUMBER = "FY01-2600001-U"


def test_a_slip_of_the_first_recipe_keeps_the_token_that_was_printed():
    assert token_for(b"k" * 32, NUMBER) == "dryghiri54i72ojibw24txcqga"
    assert token_for(b"k" * 32, NUMBER, 1) != token_for(b"k" * 32, NUMBER)


def test_two_databases_with_one_key_give_different_tokens_for_one_number():
    one, two = (token_for(b"k" * 32, NUMBER, 0, str(DatabaseIdentity.made()), RECIPE) for _ in range(2))
    assert one != two


def test_a_copy_that_goes_its_own_way_gives_other_tokens():
    identity = DatabaseIdentity("a" * 32)
    after = DatabaseIdentity.read(str(identity.next_epoch()))
    assert after.epoch == 2
    assert token_for(b"k", NUMBER, 0, str(identity), RECIPE) != token_for(b"k", NUMBER, 0, str(after), RECIPE)


def test_a_withdrawn_slip_gets_another_token_of_the_same_identity():
    assert token_for(b"k", NUMBER, 1, "a.1", RECIPE) != token_for(b"k", NUMBER, 0, "a.1", RECIPE)
