"""Identity numbers of every kind, credit codes, names, masks, and the numbers we give."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.identity import (
    check_character,
    examine,
    examine_name,
    mask_name,
    mask_number,
    mask_phone,
    shown_name,
    tidy,
    uscc_check_character,
    with_middle_dot,
)


def resident(head: str, born: str = "19900101", serial: str = "001") -> str:
    return (n := f"{head}{born}{serial}") + check_character(n)


@pytest.mark.parametrize(
    "id_type, number",
    [
        ("resident_id", "11010519491231002X"),
        ("resident_id", "11010519491231002x"),
        ("resident_id", " 230883199001010015 "),
        ("resident_id", resident("230833")),
        ("hk_macao_residence", resident("810000")),
        ("hk_macao_residence", resident("820000")),
        ("taiwan_residence", resident("830000")),
        ("foreign_permanent_2023", "932682198501010017"),
        ("foreign_permanent_2017", "KAZ110090123105"),
        ("hk_macao_permit", "H12345678"),
        ("hk_macao_permit", "M1234567801"),
        ("taiwan_permit", "12345678"),
        ("passport", "E12345678"),
        ("military_id", "军字第1234567号"),
        ("uscc", "91110000600037341L"),
        ("uscc", "91350100M000100Y43"),
        ("uscc", "12441500196720244T"),
        ("other", "AB-12"),
    ],
)
def test_real_numbers_pass(id_type, number):
    found = examine(id_type, number)
    assert found.error is None
    assert found.warning is None


@pytest.mark.parametrize(
    "id_type, number",
    [
        ("resident_id", "230883199001010016"),
        ("resident_id", "230883900101001"),
        ("resident_id", resident("230833", "19900231")),
        ("resident_id", resident("990833")),
        ("resident_id", resident("830000")),
        ("resident_id", "932682198501010017"),
        ("taiwan_residence", resident("710000")),
        ("foreign_permanent_2023", resident("230833")),
        ("hk_macao_permit", "X12345678"),
        ("uscc", "91110000600037341O"),
        ("uscc", "9111000060003734"),
        ("resident_id", ""),
        ("no_such_type", "1"),
    ],
)
def test_wrong_numbers_are_refused(id_type, number):
    assert examine(id_type, number).error is not None


def test_a_birth_date_in_the_future_is_refused():
    assert examine("resident_id", resident("230833", "20301231"), date(2026, 11, 23)).error is not None


def test_a_credit_code_with_a_wrong_check_character_only_warns():
    found = examine("uscc", "91110000600037341M")
    assert found.error is None
    assert found.warning is not None


def test_the_number_tells_birth_date_sex_and_region():
    found = examine("resident_id", "11010519491231002X")
    assert (found.birth_date, found.sex, found.region) == (date(1949, 12, 31), "female", "110105")


@pytest.mark.parametrize("name", ["李", "买买提·吐尔逊", "𠮷", "A" * 50, "阿" * 50, "Жанна О'Коннор", "㐂"])
def test_names_are_free(name):
    found = examine_name(name)
    assert (found.error, found.warning, found.number) == (None, None, name)


def test_a_look_alike_dot_is_only_offered_for_correction():
    found = examine_name("买买提•吐尔逊")
    assert found.number == "买买提•吐尔逊"
    assert found.warning is not None
    assert with_middle_dot("买买提•吐尔逊") == "买买提·吐尔逊"
    assert with_middle_dot("A.B") == "A.B"


def test_compatibility_characters_of_a_name_are_never_changed():
    """NFC would turn U+F9D0 into U+985E; the name stays as it is written."""
    assert examine_name("\uf9d0").number == "\uf9d0"


def test_private_use_characters_are_refused():
    assert examine_name("王\ue000").error is not None


@pytest.mark.parametrize(
    "masked, expected",
    [
        (mask_name("张伟"), "张*"), (mask_name("阿依努尔·买买提"), "阿***"),
        (mask_number("230883199001010015"), "230***********0015"), (mask_number("E12345678"), "E1*****78"),
        (mask_number("12"), "**"), (mask_name(""), ""),
    ],
)  # fmt: skip
def test_masks_hide_the_birth_date(masked, expected):
    assert masked == expected


@pytest.mark.parametrize(
    "name, shown",
    [
        ("抚远市乌苏里江鲟鳇鱼养殖有限公司", "抚远市乌苏里江鲟鳇鱼养殖有限公司"),
        ("抚远市农村信用合作联社", "抚远市农村信用合作联社"),
        ("张伟小吃店", "张***"), ("欧阳协会", "欧***"), ("阿依努尔·买买提", "阿***"), ("张伟", "张*"), ("", ""),
    ],
)  # fmt: skip
def test_lists_name_organisations_and_mask_people(name, shown):
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    "phone, shown",
    [
        ("13845470016", "138****0016"), ("0454-2130000", "045*****0000"), ("2130000", "*****00"), ("1234567890", "********90"),
        ("12", "12"), ("1", "1"), ("", ""),
    ],
)  # fmt: skip
def test_telephones_keep_their_ends(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    "number, shown",
    [("", ""), ("1234", "****"), ("12345", "12*45"), ("H12345678", "H1*****78"), ("2" * 17, "22" + "*" * 13 + "22")],
)  # fmt: skip
def test_short_numbers_keep_two_and_two_and_the_shortest_nothing(number, shown):
    assert mask_number(number) == shown


@pytest.mark.parametrize(
    "name, shown", [("张", "张*"), ("张三丰", "张**"), ("欧阳锋锋", "欧***"), ("长" * 30, "长***")]
)
def test_a_masked_name_never_tells_how_long_a_long_one_is(name, shown):
    assert mask_name(name) == shown


@given(st.integers(0, 10**17 - 1))
def test_a_resident_number_with_one_wrong_digit_is_never_right(first):
    """ISO 7064 MOD 11-2: the weighted sum of all eighteen leaves 1 (GB 11643)."""
    head = f"{first:017d}"
    weights = [2 ** (17 - n) % 11 for n in range(18)]
    digits = [int(c) for c in head] + [10 if check_character(head) == "X" else int(check_character(head))]
    assert sum(d * w for d, w in zip(digits, weights, strict=True)) % 11 == 1


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_a_credit_codes_weighted_sum_is_divisible(first):
    """GB 32100: powers of three modulo 31, the check character makes the whole sum divisible."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    whole = first + uscc_check_character(first)
    assert (
        sum(alphabet.index(c) * 3**n for n, c in enumerate(whole[:17])) % 31
        == -alphabet.index(whole[17]) % 31
    )


def test_both_sexes_and_the_region_are_told():
    assert examine("resident_id", resident("230833", serial="001")).sex == "male"
    assert examine("resident_id", resident("230833", serial="002")).sex == "female"
    assert examine("uscc", "91110000600037341L").region == "110000"


@pytest.mark.parametrize(
    "born, today, right",
    [
        ("18800101", None, True), ("18791231", None, False), ("20261123", date(2026, 11, 23), True),
        ("20261124", date(2026, 11, 23), False), ("20261124", None, True), ("20261301", None, False),
    ],
)  # fmt: skip
def test_a_birth_date_lies_between_1880_and_today(born, today, right):
    assert (examine("resident_id", resident("230833", born), today).error is None) is right


@pytest.mark.parametrize(
    "id_type, number, part",
    [
        ("resident_id", "230883900101001", "15 位旧身份证号"),
        ("resident_id", "2308831990010100", "现为 16 位"),
        ("resident_id", resident("810000"), "港澳台居民居住证"),
        ("resident_id", resident("820000"), "港澳台居民居住证"),
        ("resident_id", resident("830000"), "港澳台居民居住证"),
        ("resident_id", "932682198501010017", "外国人永久居留"),
        ("resident_id", resident("160833"), "省级代码"),
        ("hk_macao_residence", resident("830000"), "810000 / 820000"),
        ("taiwan_residence", resident("810000"), "830000"),
        ("foreign_permanent_2023", resident("916083"), "9 加省级代码"),
        ("hk_macao_residence", "230883900101001", "现为 15 位"),
        ("uscc", "9111000060003734", "18 位"),
        ("resident_id", " ", "请填写"),
        ("no_such_type", "1", "未知"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong(id_type, number, part):
    assert part in examine(id_type, number).error.zh


@pytest.mark.parametrize(
    "id_type, right, wrong",
    [
        ("hk_macao_permit", ["H12345678", "M1234567890"], ["H1234567", "H123456789", "H12345678901"]),
        ("taiwan_permit", ["12345678", "1234567890"], ["1234567", "123456789", "A2345678"]),
        ("foreign_permanent_2017", ["ABC123456789012"], ["AB123456789012", "ABC12345678901"]),
        ("passport", ["E1234", "A" * 20], ["E123", "A" * 21, "E-1234"]),
        ("military_id", ["军123", "军" * 30], ["军12", "军" * 31, "军1\x012"]),
        ("other", ["AB", "字" * 40], ["A", "字" * 41]),
    ],
)  # fmt: skip
def test_other_documents_have_their_forms(id_type, right, wrong):
    assert [examine(id_type, number).error for number in right] == [None] * len(right)
    assert None not in [examine(id_type, number).error for number in wrong]


def test_numbers_are_tidied_and_never_otherwise_changed():
    assert tidy(" 2308 33\u3000１９９0x ") == "2308331990X"
    assert tidy("军字！") == "军字!"


@pytest.mark.parametrize(
    "name, right",
    [("", False), ("  ", False), ("长" * 100, True), ("长" * 101, False), ("张\x1f三", False), ("张\x7f三", False),
     ("张 三", True), ("\uf8ff", False), ("\ue000", False), ("\uf900", True), ("\U000f0000", False), ("\U0002a6d6", True)],
)  # fmt: skip
def test_a_name_is_refused_only_for_what_no_name_holds(name, right):
    assert (examine_name(name).error is None) is right


@pytest.mark.parametrize("dot", "•‧・⋅．.∙●")
def test_every_look_alike_dot_between_han_characters_is_offered_as_the_right_one(dot):
    assert with_middle_dot(f"买{dot}吐") == "买·吐"
    assert with_middle_dot(f"\u3400{dot}\u9fff") == "\u3400·\u9fff"
    assert with_middle_dot(f"\U00020000{dot}\U00020bb7") == "\U00020000·\U00020bb7"
    for kept in (f"{dot}买吐", f"买吐{dot}", f"A{dot}吐", f"买{dot}B"):
        assert with_middle_dot(kept) == kept
