"""Where a database lives, and what is said of one that is found elsewhere."""

from counter.domain.home import Home, MayBeACopy


def test_a_home_is_read_back_as_it_was_kept():
    home = Home("/srv/政务 服务/counter.sqlite3", "volume 5f1c")
    assert Home.read(str(home)) == home


def test_the_same_path_on_another_volume_is_another_home():
    assert Home("/srv/counter.sqlite3", "volume a") != Home("/srv/counter.sqlite3", "volume b")


def test_a_refusal_names_both_places_and_the_way_on():
    error = MayBeACopy(Home("/old/counter.sqlite3", "volume a"), Home("/new/counter.sqlite3", "volume a"))
    assert error.code == "may_be_a_copy"
    for lang in ("zh", "en"):
        said = error.words.say(lang)
        assert "/old/counter.sqlite3" in said
        assert "/new/counter.sqlite3" in said
        assert "home moved" in said
        assert "home copy" in said
