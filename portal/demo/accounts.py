"""Who one can be in the demo data. These accounts exist nowhere else."""

from typing import NamedTuple

DEMO_PASSWORD = "Prestasi-2026-demo"


class DemoAccount(NamedTuple):
    email: str
    role: str
    place: str


DEMO_ACCOUNTS = (
    DemoAccount("pegawai@demo.test", "pegawai / employee", "Kecamatan Mulyorejo, Surabaya"),
    DemoAccount("pegawai2@demo.test", "pegawai / employee", "Kecamatan Gajahmungkur, Semarang"),
    DemoAccount("atasan@demo.test", "atasan / evaluator", "Surabaya"),
    DemoAccount("atasan2@demo.test", "atasan / evaluator", "Semarang"),
    DemoAccount("pelatih@demo.test", "pelatih / trainer", ""),
    DemoAccount("layanan@demo.test", "pengelola layanan / service manager", "Surabaya"),
    DemoAccount("kepegawaian@demo.test", "kepegawaian / HR administrator", "Surabaya"),
    DemoAccount("panitia@demo.test", "panitia / nomination committee", ""),
    DemoAccount("pimpinan@demo.test", "pimpinan / leader", "Surabaya"),
    DemoAccount("auditor@demo.test", "auditor", ""),
    DemoAccount("admin@demo.test", "administrator", ""),
)
