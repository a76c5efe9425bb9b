"""Bits and Exp-Golomb numbers of an H.264 syntax structure."""

MAX_LEADING_ZEROS = 32
"""No Exp-Golomb number of the standard is longer (ITU-T H.264, 9.1)."""


class BitstreamError(ValueError):
    """What should be an H.264 bitstream can't be read as one."""


class BitReader:
    """Reads from the front of a NAL unit's payload.

    The bytes that keep start codes from appearing by chance are taken out (`emulation_prevention_three_byte`, 7.4.1.1).
    All methods raise `BitstreamError` where the payload has come to its end.
    """

    __slots__ = ("_bits", "_left")

    def __init__(self, payload: bytes | memoryview) -> None:
        rbsp = bytes(payload).replace(b"\0\0\3", b"\0\0")
        self._bits = int.from_bytes(rbsp, "big")
        self._left = 8 * len(rbsp)

    def u(self, count: int) -> int:
        """An unsigned number of so many bits: `u(n)`, 7.2."""
        left = self._left - count
        if left < 0:
            raise BitstreamError("the bits end too soon")
        value = self._bits >> left
        self._bits -= value << left
        self._left = left
        return value

    def flag(self) -> bool:
        """One bit: `u(1)`, 7.2."""
        return self.u(1) == 1

    def ue(self) -> int:
        """An unsigned Exp-Golomb number: `ue(v)`, 9.1."""
        zeros = self._left - self._bits.bit_length()
        if zeros > MAX_LEADING_ZEROS:
            raise BitstreamError("a number has too many leading zeros")
        return self.u(2 * zeros + 1) - 1

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

    def more(self) -> bool:
        """Whether there is more than the trailing bits: `more_rbsp_data()`, 7.2."""
        return self._bits not in (0, 1 << max(self._left - 1, 0))
