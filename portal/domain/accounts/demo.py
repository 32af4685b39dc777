"""The accounts that come with the demo data, and whom each of them shows."""

from portal.domain.words import n_

DEMO_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("pegawai@demo.test", n_("Employee, Surabaya")),
    ("atasan@demo.test", n_("Evaluator, Surabaya")),
    ("pegawai2@demo.test", n_("Employee, Semarang")),
    ("atasan2@demo.test", n_("Evaluator, Semarang")),
    ("layanan@demo.test", n_("Service manager")),
    ("kepegawaian@demo.test", n_("HR administrator")),
    ("pelatih@demo.test", n_("Trainer")),
    ("panitia@demo.test", n_("Committee member")),
    ("pimpinan@demo.test", n_("Leader")),
    ("auditor@demo.test", n_("Auditor")),
    ("admin@demo.test", n_("Administrator")),
)
