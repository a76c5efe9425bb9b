"""The parameter sets that are in force while a stream is read."""

from hashlib import sha256

from vbn_video.recording.h264.bits import BitstreamError
from vbn_video.recording.h264.pps import Pps, read_pps
from vbn_video.recording.h264.sps import Sps, read_sps
from vbn_video.recording.h264.units import PPS, SPS, nal_unit_type


class ParameterSets:
    """All sets that were met, the newest of each number; and whether one number was ever given two contents."""

    def __init__(self) -> None:
        self.sps: dict[int, Sps] = {}
        self.pps: dict[int, Pps] = {}
        self.changed = False
        self.damaged = False
        self._units: dict[tuple[int, int], bytes] = {}

    def __len__(self) -> int:
        return len(self._units)

    def add(self, unit: bytes) -> None:
        """Take a NAL unit that is a parameter set; a damaged one is only noted, other kinds are passed over."""
        unit = unit.rstrip(b"\0")
        try:
            kind = nal_unit_type(unit)
            if kind == SPS:
                sps = read_sps(unit)
                self.sps[sps.id] = sps
                self._note(kind, sps.id, unit)
            elif kind == PPS:
                pps = read_pps(unit)
                self.pps[pps.id] = pps
                self._note(kind, pps.id, unit)
        except BitstreamError:
            self.damaged = True

    def of_slice(self, pps_id: int) -> tuple[Pps, Sps]:
        """The two sets that a slice names.

        Raises:
            BitstreamError: one of them has not been met.
        """
        pps = self.pps.get(pps_id)
        sps = self.sps.get(pps.sps_id) if pps else None
        if pps is None or sps is None:
            raise BitstreamError(f"there is no parameter set {pps_id}")
        return pps, sps

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which numbers are taken, by sequence and by picture parameter sets together, ascending."""
        return tuple(sorted({*self.sps, *self.pps}))

    @property
    def sha256(self) -> str | None:
        """A hash of all sets; None without any."""
        units = b"".join(unit for _number, unit in sorted(self._units.items()))
        return sha256(units).hexdigest() if units else None

    def _note(self, kind: int, number: int, unit: bytes) -> None:
        self.changed |= self._units.setdefault((kind, number), unit) != unit
