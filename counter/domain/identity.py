"""Identity numbers and credit codes: what is certainly wrong, what only looks odd, what they tell.

Sources: GB 11643-1999 (resident identity number), GB 32100-2015 (unified social credit code), the
residence cards for Hong Kong, Macao and Taiwan residents, the foreign permanent residence cards of
2017 and 2023. Address codes are checked by province only: most adults here carry 230833, the
county's code before 2016, and a number keeps the code it was issued with.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from counter.domain.words import Words

ID_TYPES: Final[dict[str, Words]] = {
    "resident_id": Words("居民身份证", "Resident identity card"),
    "hk_macao_permit": Words("港澳居民来往内地通行证", "HK/Macao travel permit"),
    "taiwan_permit": Words("台湾居民来往大陆通行证", "Taiwan travel permit"),
    "military_id": Words("军官证等军人证件", "Military identity card"),
    "hk_macao_residence": Words("港澳居民居住证", "HK/Macao residence permit"),
    "taiwan_residence": Words("台湾居民居住证", "Taiwan residence permit"),
    "foreign_permanent_2017": Words("外国人永久居留身份证（2017版）", "Foreign permanent resident (2017)"),
    "foreign_permanent_2023": Words("外国人永久居留身份证（2023版）", "Foreign permanent resident (2023)"),
    "passport": Words("护照", "Passport"),
    "uscc": Words("统一社会信用代码", "Unified social credit code"),
    "other": Words("其他证件", "Other document"),
}

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, n, 31) for n in range(17))
_OLDEST = date(1880, 1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a number says: an error that blocks, a warning that can be confirmed, and its facts."""

    number: str
    error: Words | None = None
    warning: Words | None = None
    birth_date: date | None = None
    sex: str | None = None
    region: str | None = None


def check_character(first17: str) -> str:
    """Return the 18th character of a resident number (ISO 7064 MOD 11-2)."""
    total = sum(int(c) * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def uscc_check_character(first17: str) -> str:
    """Return the 18th character of a unified social credit code (GB 32100)."""
    total = sum(_USCC_ALPHABET.index(c) * w for c, w in zip(first17, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def tidy(raw: str) -> str:
    """Return the number as it is stored: no spaces, full-width digits narrowed, capital letters."""
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in raw)
    return re.sub(r"[\s\u3000]+", "", narrow).upper()


def examine(id_type: str, raw: str, today: date | None = None) -> Finding:
    """Return what the number of a document says; *today* bounds the birth date when it is known."""
    number = tidy(raw)
    if id_type not in ID_TYPES:
        return Finding(
            number, error=Words("证件类型未知，请重新选择。", "Unknown document type; choose one.")
        )
    if not number:
        return Finding(number, error=Words("请填写证件号码。", "Enter the document's number."))
    if id_type in ("resident_id", "hk_macao_residence", "taiwan_residence", "foreign_permanent_2023"):
        return _eighteen(id_type, number, today)
    if id_type == "uscc":
        return _uscc(number)
    pattern, words = _FORMS[id_type]
    if not pattern.fullmatch(number):
        return Finding(number, error=words)
    return Finding(number)


_FORMS: Final[dict[str, tuple[re.Pattern[str], Words]]] = {
    "hk_macao_permit": (
        re.compile(r"[HM]\d{8}(\d{2})?", re.ASCII),
        Words("应为 H 或 M 加 8 位（旧证 10 位）数字。", "H or M and 8 digits (10 on old cards)."),
    ),
    "taiwan_permit": (
        re.compile(r"\d{8}(\d{2})?", re.ASCII),
        Words("应为 8 位（旧证 10 位）数字。", "8 digits (10 on old cards)."),
    ),
    "foreign_permanent_2017": (
        re.compile(r"[A-Z]{3}\d{12}", re.ASCII),
        Words("应为 3 位字母加 12 位数字。", "3 letters and 12 digits."),
    ),
    "passport": (
        re.compile(r"[A-Z0-9]{5,20}", re.ASCII),
        Words("应为 5 至 20 位字母或数字。", "5 to 20 letters or digits."),
    ),
    "military_id": (
        re.compile(r"[^\x00-\x1f]{4,30}"),
        Words("请按证件填写，4 至 30 个字符。", "As on the card, 4 to 30 characters."),
    ),
    "other": (
        re.compile(r"[^\x00-\x1f]{2,40}"),
        Words("请按证件填写，2 至 40 个字符。", "As on the document, 2 to 40 characters."),
    ),
}


def _region_error(id_type: str, number: str) -> Words | None:
    """Return why the leading digits cannot belong to the type of document."""
    head = number[:6]
    if id_type == "resident_id":
        if head[:2] in _PROVINCES:
            return None
        if head in ("810000", "820000", "830000"):
            return Words(
                "这是港澳台居民居住证号码，请改选证件类型。",
                "This is a residence permit number for HK, Macao or Taiwan; choose that type.",
            )
        if head[0] == "9":
            return Words(
                "这是外国人永久居留身份证（2023版）号码，请改选证件类型。",
                "This is a foreign permanent resident's number (2023); choose that type.",
            )
        return Words("前两位不是省级代码，请核对。", "The first two digits are no province; check them.")
    wanted = {
        "hk_macao_residence": ("810000", "820000"),
        "taiwan_residence": ("830000",),
    }.get(id_type)
    if wanted is not None:
        if head in wanted:
            return None
        return Words("应以 {head} 开头。", "It has to begin with {head}.").fill(head=" / ".join(wanted))
    if head[0] == "9" and head[1:3] in _PROVINCES:
        return None
    return Words("应以 9 加省级代码开头。", "It has to begin with 9 and a province code.")


def _eighteen(id_type: str, number: str, today: date | None) -> Finding:
    if id_type == "resident_id" and re.fullmatch(r"\d{15}", number, re.ASCII):
        return Finding(
            number,
            error=Words(
                "15 位旧身份证号自 2013 年起停用，请按现行证件填写 18 位号码。",
                "15-digit numbers ended in 2013; enter the 18 characters of the present card.",
            ),
        )
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return Finding(
            number,
            error=Words(
                "应为 18 位，末位可为 X；现为 {n} 位。", "18 characters, the last may be X; there are {n}."
            ).fill(n=len(number)),
        )
    region = _region_error(id_type, number)
    if region is not None:
        return Finding(number, error=region)
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    if born is None or born < _OLDEST or (today is not None and born > today):
        return Finding(
            number, error=Words("第 7 至 14 位不是有效出生日期。", "Characters 7 to 14 are no birth date.")
        )
    if check_character(number[:17]) != number[17]:
        return Finding(
            number,
            error=Words(
                "校验码不符，请对照证件核对。", "The check character differs; compare with the card."
            ),
        )
    sex = "male" if int(number[16]) % 2 else "female"
    return Finding(number, birth_date=born, sex=sex, region=number[:6])


def _uscc(number: str) -> Finding:
    if len(number) != 18 or any(c not in _USCC_ALPHABET for c in number):  # noqa: PLR2004 - GB 32100
        return Finding(
            number,
            error=Words(
                "应为 18 位数字或大写字母（不含 I、O、S、V、Z）。",
                "18 digits or capital letters (without I, O, S, V, Z).",
            ),
        )
    if uscc_check_character(number[:17]) != number[17]:
        return Finding(
            number,
            warning=Words(
                "校验码不符。早期代码确有此情形；请对照执照，无误后确认。",
                "The check character differs, as on some early codes; compare and confirm.",
            ),
        )
    return Finding(number, region=number[2:8])


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def with_middle_dot(name: str) -> str:
    """Return the name with look-alike separators between Han characters written as U+00B7.

    民委发〔2016〕33号. Only offered to the clerk as a correction; nothing else of a name is changed.
    """
    out = list(name)
    for at in range(1, len(out) - 1):
        if out[at] in "•‧・⋅．.∙●" and _is_han(out[at - 1]) and _is_han(out[at + 1]):
            out[at] = "·"
    return "".join(out)


def examine_name(name: str) -> Finding:
    """Return what is wrong with a name; length and script are free (up to 50 characters)."""
    stripped = name.strip()
    if not stripped:
        return Finding(stripped, error=Words("请填写姓名或名称。", "Enter the name."))
    if len(stripped) > 100:  # noqa: PLR2004 - twice what the twelve ministries ask systems to hold
        return Finding(
            stripped, error=Words("名称超过 100 个字符。", "The name has more than 100 characters.")
        )
    if any(ord(c) < 32 or ord(c) == 127 for c in stripped):  # noqa: PLR2004 - control characters
        return Finding(stripped, error=Words("含有控制字符，请重新输入。", "It holds control characters."))
    if any("\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" for c in stripped):
        return Finding(
            stripped,
            error=Words(
                "含有自造字，请用 GB 18030 标准字重新输入。",
                "It holds a private character; enter the standard one of GB 18030.",
            ),
        )
    dotted = with_middle_dot(stripped)
    if dotted != stripped:
        return Finding(
            stripped,
            warning=Words(
                "姓名间隔号应为“·”，建议改为“{name}”。", "The separator is “·”; suggested: “{name}”."
            ).fill(name=dotted),
        )
    return Finding(stripped)


LEAST_ORGANISATION: Final = 6
_ORGANISATION: Final = re.compile(
    "公司|合作社|联社|集团|银行|委员会|协会|学会|学校|大学|医院|研究院|服务中心|管理局|人民政府"
)


def mask_name(name: str) -> str:
    """Return the name with its first character only; a separated name keeps its first one too."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 3) if name else ""


def shown_name(name: str) -> str:
    """Return a name as the hall's lists show it: a person's masked, an organisation's, which is public, as it is.

    Only names that can be nobody's own count as organisations; a shop that bears its owner's name stays masked.
    """
    return name if len(name) >= LEAST_ORGANISATION and _ORGANISATION.search(name) else mask_name(name)


def mask_number(number: str) -> str:
    """Return a document number with its birth date hidden: 3 + 4 kept of 18, 2 + 2 of shorter."""
    if len(number) == 18:  # noqa: PLR2004 - resident number
        return number[:3] + "*" * 11 + number[-4:]
    if len(number) <= 4:  # noqa: PLR2004 - nothing can be shown of so short a number
        return "*" * len(number)
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def mask_phone(phone: str) -> str:
    """Return a telephone with its middle hidden: first 3 and last 4 of a mobile, last 2 of shorter ones."""
    if len(phone) >= 11:  # noqa: PLR2004 - mobile, or landline with its area
        return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
    return "*" * max(len(phone) - 2, 0) + phone[-2:]
