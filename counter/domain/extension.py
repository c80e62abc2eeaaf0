"""By how much a limit may be extended, once and before it is due (ALL 42; company registration; real estate)."""

from collections.abc import Mapping
from typing import Final

MOST_BY_REGIME: Final[Mapping[str, int]] = {
    "real_estate": 0,  # 不动产登记暂行条例 20: thirty days to the entry in the register, without more
    "market_entity": 3,  # 市场主体登记管理条例 19
}


def most_days(regime: str, of_the_item: int) -> int:
    """Return by how many working days the item's limit may be extended at most; 0 means not at all.

    *of_the_item* is what the item's own law allows; no item goes beyond the law of its kind of registration.
    """
    return min(of_the_item, MOST_BY_REGIME.get(regime, of_the_item))
