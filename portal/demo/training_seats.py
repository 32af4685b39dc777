"""Who asked for a seat in the sessions of the past year and the next months, and what became of it.

Past sessions are written as they ended. Where seats are given by the fair rule and the time for requests is over, the
rule itself gives them, so that every reason on the screen is a true one.
"""

from __future__ import annotations

from portal.domain.training.seats.models import SeatState

SEED = "seats"
MUST_COME, SEATS, REQUESTS = "pegawai@demo.test", 8, 12
ENDS = (
    (SeatState.COMPLETED, 80), (SeatState.ATTENDED, 8), (SeatState.ABSENT, 7), (SeatState.WITHDRAWN, 5),
)  # fmt: skip
LEFT_OVER = (SeatState.UNSEATED, SeatState.REFUSED, SeatState.EXPIRED)
BEFORE = {
    SeatState.UNSEATED: SeatState.WAITING,
    SeatState.EXPIRED: SeatState.OFFERED,
    SeatState.REFUSED: SeatState.REQUESTED,
}
REASONS = {
    SeatState.WITHDRAWN: ("Tugas lapangan mendadak", "Sakit", "Loket kekurangan petugas", "Rapat dengan DPRD"),
    SeatState.REFUSED: ("Loket sedang kekurangan petugas; ikut gelombang berikutnya", "Masa pelaporan akhir tahun"),
    SeatState.EXPIRED: ("Nobody answered in time.",),
    SeatState.UNSEATED: ("The session began before a seat became free.",),
}
