"""Picture order count (ITU-T H.264, 8.2.1): where a picture stands in the order of output, counted from its IDR picture; and
whether a picture is missing in the order of decoding (`frame_num`, 7.4.3).
"""

from vbn_video.recording.h264.slices import SliceHeader
from vbn_video.recording.h264.sps import Sps


class ReferenceCount:
    """Called with the first slice of each frame, in decoding order, it tells whether reference frames are missing before it.

    Each reference frame has the number after the one before it (7.4.3, `frame_num`). A memory management operation 5, which lets
    the numbers begin anew, is not followed: it looks like a gap.
    """

    def __init__(self) -> None:
        self._newest: int | None = None

    def __call__(self, header: SliceHeader, sps: Sps) -> bool:
        """Whether frames are missing before this one that it may refer to; False where that is not known."""
        newest = 0 if header.idr else self._newest
        expected = {header.frame_num} if newest is None else {newest, (newest + 1) % (1 << sps.frame_num_bits)}
        if header.idr or header.reference:
            self._newest = header.frame_num
        return header.frame_num not in expected and not sps.gaps_allowed

    def forget(self) -> None:
        """Begin anew behind a frame whose number is not known."""
        self._newest = None


class PictureOrder:
    """Called with the first slice of each picture, in decoding order, it gives the picture's order count.

    Of a frame that is the lower of its two fields' counts. A memory management operation 5, which lets a picture count anew as
    an IDR picture does, stands further back in the slice header and is not followed.
    """

    def __init__(self) -> None:
        self._msb = 0
        self._lsb = 0
        self._frame_num = 0
        self._frame_num_offset = 0

    def __call__(self, header: SliceHeader, sps: Sps) -> int:
        """The order count of the next picture."""
        if sps.order_type == 0:
            return self._by_lsb(header, sps)
        self._follow_frame_num(header, sps)
        return self._by_cycle(header, sps) if sps.order_type == 1 else self._by_frame_num(header)

    def _by_lsb(self, header: SliceHeader, sps: Sps) -> int:
        """Type 0, 8.2.1.1: the low bits are in the slice, the high ones follow from the reference picture before."""
        before_msb, before_lsb = (0, 0) if header.idr else (self._msb, self._lsb)
        whole, lsb = 1 << sps.order_lsb_bits, header.order_lsb
        msb = before_msb
        if lsb < before_lsb and before_lsb - lsb >= whole // 2:
            msb += whole
        elif lsb > before_lsb and lsb - before_lsb > whole // 2:
            msb -= whole
        if header.reference:
            self._msb, self._lsb = msb, lsb
        return msb + lsb + (0 if header.field else min(0, header.order_delta_bottom))

    def _follow_frame_num(self, header: SliceHeader, sps: Sps) -> None:
        """`FrameNumOffset`, equations 8-6 and 8-11."""
        if header.idr:
            self._frame_num_offset = 0
        elif self._frame_num > header.frame_num:
            self._frame_num_offset += 1 << sps.frame_num_bits
        self._frame_num = header.frame_num

    def _by_cycle(self, header: SliceHeader, sps: Sps) -> int:
        """Type 1, 8.2.1.2: what is expected after so many reference frames, and the difference from it."""
        cycle = sps.offsets_for_references
        number = self._frame_num_offset + header.frame_num if cycle else 0
        number -= number > 0 and not header.reference
        expected = 0
        if number > 0:
            cycles, rest = divmod(number - 1, len(cycle))
            expected = cycles * sum(cycle) + sum(cycle[: rest + 1])
        expected += 0 if header.reference else sps.offset_for_non_reference
        first = expected + header.order_delta[0]
        if header.field:
            return first + (sps.offset_for_top_to_bottom if header.bottom else 0)
        return min(first, first + sps.offset_for_top_to_bottom + header.order_delta[1])

    def _by_frame_num(self, header: SliceHeader) -> int:
        """Type 2, 8.2.1.3: output order is decoding order."""
        if header.idr:
            return 0
        return 2 * (self._frame_num_offset + header.frame_num) - (not header.reference)
