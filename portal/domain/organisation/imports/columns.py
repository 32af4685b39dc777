"""The columns an import knows, and what people call them."""

from enum import StrEnum

from portal.domain.words import n_


class Column(StrEnum):
    NIP = "nip"
    NAME = "name"
    EMAIL = "email"
    UNIT = "unit"
    POSITION = "position"
    GRADE = "grade"
    EMPLOYMENT = "employment"
    EVALUATOR = "evaluator"
    STARTS_ON = "starts_on"


# The first spelling is the one in our own template. They are compared in lower case without blanks and marks.
SPELLINGS: dict[Column, tuple[str, ...]] = {
    Column.NIP: ("NIP", "NIP Pegawai", "Nomor Induk Pegawai", "NIP Baru", "NIP/NI PPPK"),
    Column.NAME: ("Nama", "Nama Pegawai", "Nama Lengkap", "Name"),
    Column.EMAIL: ("Email", "E-mail", "Surel", "Alamat Email", "Email Dinas"),
    Column.UNIT: ("Kode Unit", "Unit Kode", "Kode Unit Kerja", "Kode Unor", "Unit Code", "Unit"),
    Column.POSITION: ("Jabatan", "Nama Jabatan", "Position"),
    Column.GRADE: ("Golongan", "Gol", "Gol. Ruang", "Golongan Ruang", "Pangkat/Golongan", "Grade"),
    Column.EMPLOYMENT: ("Jenis Pegawai", "Status Pegawai", "Jenis", "Kedudukan", "Employment"),
    Column.EVALUATOR: ("NIP Atasan", "NIP Pejabat Penilai", "NIP Atasan Langsung", "Atasan", "Evaluator NIP"),
    Column.STARTS_ON: ("Mulai", "Tanggal Mulai", "TMT", "TMT Jabatan", "Starts on"),
}
REQUIRED = (Column.NIP, Column.NAME, Column.UNIT)

COLUMN_NAMES = {
    Column.NIP: n_("NIP"),
    Column.NAME: n_("Name"),
    Column.EMAIL: n_("E-mail address"),
    Column.UNIT: n_("Unit code"),
    Column.POSITION: n_("Position"),
    Column.GRADE: n_("Civil service grade"),
    Column.EMPLOYMENT: n_("Kind of employment"),
    Column.EVALUATOR: n_("NIP of the evaluator"),
    Column.STARTS_ON: n_("Starts on"),
}


def _plain(heading: str) -> str:
    return "".join(sign for sign in heading.lower() if sign.isalnum())


KNOWN = {_plain(spelling): column for column, spellings in SPELLINGS.items() for spelling in spellings}


def column_called(heading: str) -> Column | None:
    return KNOWN.get(_plain(heading[:60]))
