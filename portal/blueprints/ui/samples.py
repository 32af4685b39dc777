"""Made-up contents for the gallery of macros: only shown while developing."""

from dataclasses import dataclass

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from portal.web.forms import Form

FACES = ("Tidak baik", "Kurang baik", "Baik", "Sangat baik")
QUESTIONS = (
    ("req", "Apakah persyaratan pelayanan sesuai dengan jenis pelayanannya?"),
    ("proc", "Apakah prosedur pelayanan mudah diikuti?"),
    ("time", "Apakah pelayanan diberikan dengan cepat?"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
HOURS = tuple(zip(MONTHS, (1, 2, 0, 3, 2, 1, 0, 2, 1, 2, None, None), strict=True))
INDEX = (3.21, 3.28, 3.3, 3.26, 3.41, 3.44, None, 3.52, 3.5, 3.58, 3.62, 3.62)
INDEX_BEFORE = (3.1, 3.12, 3.08, 3.15, 3.2, 3.22, 3.19, 3.25, 3.24, 3.2, 3.26, 3.3)
ELEMENTS = (
    "Persyaratan",
    "Prosedur",
    "Waktu",
    "Biaya",
    "Produk",
    "Petugas",
    "Perilaku",
    "Sarana",
    "Pengaduan",
)
SHAPES = ("hex", "oct", "seal", "shield", "circle")
BADGES = (
    ("Pembelajar Tekun", "Emas", "hex", "gold", "school"),
    ("Pelayan Prima", "Perak", "seal", "silver", "heart-handshake"),
    ("Tepat Waktu", "Emas", "circle", "gold", "clock"),
    ("Inovator", "Perunggu", "oct", "bronze", "bulb"),
    ("Cakap Digital", "Perak", "hex", "silver", "device-laptop"),
    ("Mentor", "Perunggu", "shield", "bronze", "users"),
    ("Penggerak Perubahan", "Emas", "seal", "gold", "rocket"),
    ("Integritas", "Terkunci", "shield", "locked", "shield-check"),
)
BOARD = (
    (1, "Dewi Anggraini", "Bidang Kepegawaian", 2480, 2),
    (2, "Bambang Sutrisno", "Sekretariat", 2315, -1),
    (3, "Siti Nurhaliza", "Pelayanan Publik", 2290, 1),
    (4, "Ratna Wulandari", "Pelayanan Publik", 2145, 3),
    (5, "Agus Prasetyo", "Perencanaan", 2080, 0),
    (6, "I Made Wirawan", "Keuangan", 1995, -2),
)


@dataclass(frozen=True, slots=True)
class Someone:
    name: str
    initials: str
    picture_url: str | None = None
    locale: str = "id"


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PageOf:
    number: int
    pages: int
    total: int


ME = Someone("Ratna Wulandari", "RW")
PEOPLE = (
    ME,
    Someone("Dewi Anggraini", "DA"),
    Someone("Agus Prasetyo", "AP"),
    Someone("I Made Wirawan", "IW"),
)
MENU = (
    Entry("Beranda", "#beranda", "home", True),
    Entry("Sasaran", "#sasaran", "target"),
    Entry("Pelatihan", "#pelatihan", "school"),
    Entry("Ulasan", "#ulasan", "message-star"),
    Entry("Modul belajar", "#modul", "book"),
    Entry("Peringkat", "#peringkat", "trophy"),
    Entry("Lencana", "#lencana", "award"),
)


class SampleForm(Form):
    name = StringField("Nama lengkap", [InputRequired("Tulis nama lengkap Anda"), Length(max=80)])
    email = StringField("Surel", description="Kami mengirim tautan ke alamat ini.")
    unit = SelectField(
        "Unit kerja",
        [InputRequired("Pilih unit kerja")],
        choices=[
            SelectChoice("", "Pilih unit"),
            SelectChoice("1", "Pelayanan Publik"),
            SelectChoice("2", "Keuangan"),
        ],
    )
    due = DateField("Batas waktu", [InputRequired("Isi batas waktu")])
    value = IntegerField("Waktu layanan", [InputRequired("Isi waktu layanan dengan angka")])
    note = TextAreaField("Catatan", [Length(max=400)])
    evidence = FileField("Bukti")
    kind = RadioField(
        "Arah",
        [InputRequired("Pilih arah")],
        choices=[
            SelectChoice("up", "Makin tinggi makin baik"),
            SelectChoice("down", "Makin rendah makin baik"),
        ],
    )
    days = SelectMultipleField(
        "Hari",
        choices=[SelectChoice("1", "Senin"), SelectChoice("2", "Selasa"), SelectChoice("3", "Rabu")],
        widget=widgets.ListWidget(),
        option_widget=widgets.CheckboxInput(),
    )
    agree = BooleanField("Saya menyatakan data ini benar", [InputRequired("Centang pernyataan ini")])


class QuestionForm(Form):
    comment = TextAreaField("Saran untuk kami", [Length(max=500)])


for code, text in QUESTIONS:
    choices = [SelectChoice(str(value), words) for value, words in enumerate(FACES, start=1)]
    setattr(QuestionForm, code, RadioField(text, [InputRequired("Pilih satu jawaban")], choices=choices))
