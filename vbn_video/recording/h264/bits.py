"""Bits and Exp-Golomb numbers of an H.264 syntax structure."""

MAX_LEADING_ZEROS = 32
"""No Exp-Golomb number of the standard is longer (ITU-T H.264, 9.1)."""
AHEAD_BYTES = 9
AHEAD_BITS = 8 * AHEAD_BYTES
"""In which the longest number ends, wherever in a byte it begins."""


class BitstreamError(ValueError):
    """What should be an H.264 bitstream can't be read as one."""


class BitReader:
    """Reads from the front of a NAL unit's payload; what a read takes does not grow with the payload.

    The bytes that keep start codes from appearing by chance are taken out (`emulation_prevention_three_byte`, 7.4.1.1).
    All methods raise `BitstreamError` where the payload has come to its end.
    """

    __slots__ = ("_at", "_bits", "_rbsp")

    def __init__(self, payload: bytes | memoryview) -> None:
        self._rbsp = bytes(payload).replace(b"\0\0\3", b"\0\0")
        self._bits = 8 * len(self._rbsp)
        self._at = 0

    def u(self, count: int) -> int:
        """An unsigned number of so many bits: `u(n)`, 7.2."""
        first = self._at >> 3
        self.skip(count)
        end = self._at + 7 >> 3
        return int.from_bytes(self._rbsp[first:end]) >> (8 * end - self._at) & (1 << count) - 1

    def skip(self, count: int) -> None:
        """Pass over so many bits."""
        self._at += count
        if self._at > self._bits:
            raise BitstreamError("the bits end too soon")

    def flag(self) -> bool:
        """One bit: `u(1)`, 7.2."""
        return self.u(1) == 1

    def ue(self) -> int:
        """An unsigned Exp-Golomb number: `ue(v)`, 9.1."""
        first, left = self._at >> 3, AHEAD_BITS - (self._at & 7)
        ahead = int.from_bytes(self._rbsp[first : first + AHEAD_BYTES].ljust(AHEAD_BYTES, b"\0")) & (1 << left) - 1
        zeros = left - ahead.bit_length()
        if zeros > MAX_LEADING_ZEROS:
            raise BitstreamError("a number has too many leading zeros")
        self.skip(2 * zeros + 1)
        return (ahead >> left - 2 * zeros - 1) - 1

    def ue_to(self, highest: int) -> int:
        """An unsigned Exp-Golomb number that the standard bounds.

        Raises:
            BitstreamError: it is higher.
        """
        if (value := self.ue()) > highest:
            raise BitstreamError(f"{value} stands where at most {highest} may")
        return value

    def se(self) -> int:
        """A signed Exp-Golomb number: `se(v)`, 9.1.1."""
        code = self.ue()
        return (code + 1) // 2 if code % 2 else -(code // 2)
