"""A read-only hash table from 32-bit keys to small numbers, looked up a whole array at a time.

A binary search costs twenty steps through memory for each key; here it is one, in a table of a few megabytes.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.arrays import Ints, NDArray, np

if TYPE_CHECKING:
    Keys = NDArray[np.uint32]


_BLOCK = 1 << 16  # keys looked up at once: what is worked on stays in the cache


@dataclass(frozen=True, slots=True)
class Slots:
    """Key -> number.  A key's upper `bits` bits are its slot.

    An entry holds the lower bits of one of the slot's keys, then a bit that says whether others have this slot,
    then that key's number, in `bits` - 1 bits.  The other keys of such slots are in `keys`, sorted, with their
    `numbers`.  An empty slot is 0, and so is the number of a key that is not there.
    """

    bits: int
    entries: "Keys"
    keys: "Keys"
    numbers: "Keys"

    def find(self, wanted: "Keys") -> Ints:
        """The number of each key, 0 for an unknown one."""
        number = np.empty(len(wanted), dtype=np.int64)
        for start in range(0, len(wanted), _BLOCK):
            number[start : start + _BLOCK] = self._find(wanted[start : start + _BLOCK])
        return number

    def _find(self, wanted: "Keys") -> "Keys":
        entry = self.entries.take(wanted >> np.uint32(32 - self.bits), mode="clip")
        shared = (entry & np.uint32(1 << (self.bits - 1))).astype(bool)
        entry ^= wanted << np.uint32(self.bits)
        own = entry < np.uint32(1 << self.bits)  # nothing is left of the lower bits: the entry is this key's
        entry &= np.uint32((1 << (self.bits - 1)) - 1)
        entry *= own
        if len(self.keys):
            again = np.flatnonzero(shared & ~own)
            place = np.minimum(np.searchsorted(self.keys, wanted[again]), len(self.keys) - 1)
            entry[again] = np.where(self.keys[place] == wanted[again], self.numbers[place], 0)
        return entry

    def of(self, key: int) -> int:
        """The number of one key, 0 for an unknown one."""
        entry = int(self.entries[key >> (32 - self.bits)])
        if not (entry ^ key << self.bits) & 0xFFFFFFFF & -(1 << self.bits):
            return entry & ((1 << (self.bits - 1)) - 1)
        if not entry & 1 << (self.bits - 1) or not len(self.keys):
            return 0
        place = min(int(self.keys.searchsorted(key)), len(self.keys) - 1)
        return int(self.numbers[place]) if self.keys[place] == key else 0


def make_slots(keys: "Keys", numbers: Ints, rank: "NDArray[np.uint8]") -> Slots:
    """The table of these keys, which are sorted and differ, with their numbers, 1 and more.

    Of the keys of one slot that of the highest `rank` is found in one step: the one that is asked for most.
    """
    bits = max(int(numbers.max(initial=1)).bit_length() + 1, 21)
    slot = keys >> np.uint32(32 - bits)
    entry = (keys << np.uint32(bits)) | numbers.astype(np.uint32)
    order = np.argsort(rank, kind="stable")
    owner = np.full(1 << bits, -1, dtype=np.int32)
    owner[slot[order]] = order  # the last one stays
    rest = np.flatnonzero(owner[slot] != np.arange(len(keys)))
    entries = np.zeros(1 << bits, dtype=np.uint32)
    held = np.flatnonzero(owner >= 0)
    entries[held] = entry[owner[held]]
    entries[slot[rest]] |= np.uint32(1 << (bits - 1))
    return Slots(bits, entries, keys[rest], numbers[rest].astype(np.uint32))
