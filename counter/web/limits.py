"""How often one address or one number may ask: sliding windows, kept in memory, bounded."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

_MOST_KEYS = 50_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most *count* in *seconds*."""

    count: int
    seconds: int


WRONG_TOKENS = Limit(30, 60)
"""Wrong tokens an address may try a minute; beyond it, right ones are not answered either."""
LOOKUPS = Limit(20, 60)
"""Uses of the number form an address may make a minute."""
WRONG_NUMBERS = Limit(6, 900)
"""Wrong tries at one number in a quarter of an hour, from wherever they come."""
RATINGS = Limit(20, 60)
"""Ratings an address may send a minute."""


def network_of(address: str) -> str:
    """Return what counts as one address: an IPv4 address, the /64 of an IPv6 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network(f"{found}/64", strict=False))
    return str(found)


class Limiter:
    """Counts by key; *clock* gives seconds that never go back."""

    def __init__(self, limit: Limit, clock: Callable[[], float]) -> None:
        self._limit, self._clock = limit, clock
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """Return 0 when the key may go on, else the seconds until it may."""
        times = self._recent(key)
        if len(times) < self._limit.count:
            return 0
        return max(1, round(times[0] + self._limit.seconds - self._clock() + 0.5))

    def count(self, key: str) -> None:
        """Count one for the key."""
        times = self._recent(key)
        times.append(self._clock())
        self._seen[key] = times
        self._seen.move_to_end(key)
        while len(self._seen) > _MOST_KEYS:
            self._seen.popitem(last=False)

    def _recent(self, key: str) -> list[float]:
        since = self._clock() - self._limit.seconds
        return [at for at in self._seen.get(key, ()) if at > since]
