"""The accounts that come with the demo data, and whom each of them shows."""

from portal.domain.words import n_

DEMO_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("pegawai@demo.test", n_("Employee, Mulyorejo")),
    ("pegawai2@demo.test", n_("Employee, Gajahmungkur")),
    ("atasan@demo.test", n_("Evaluator, Mulyorejo")),
    ("atasan2@demo.test", n_("Evaluator, Gajahmungkur")),
    ("pelatih@demo.test", n_("Trainer")),
    ("layanan@demo.test", n_("Service manager, Surabaya")),
    ("kepegawaian@demo.test", n_("HR administrator, Surabaya")),
    ("panitia@demo.test", n_("Committee member")),
    ("pimpinan@demo.test", n_("Leader, Surabaya")),
    ("auditor@demo.test", n_("Auditor")),
    ("admin@demo.test", n_("Administrator")),
)
