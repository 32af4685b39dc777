"""Promise: argon2id; ≥ 15 characters alone or ≥ 8 with a second factor, blocklist, no composition rules but bssn."""

import pytest

from portal.domain.accounts.passwords import check_password, common_passwords, is_common, keeper
from portal.domain.errors import RuleBroken

ABOUT = ["Siti Nurhaliza", "siti.nurhaliza@surabaya.go.id", "198503152010012007"]


def refusal(password: str, **options) -> RuleBroken | None:
    try:
        check_password(password, about=ABOUT, **options)
    except RuleBroken as broken:
        return broken
    return None


def reason(password: str, **options) -> str:
    broken = refusal(password, **options)
    return broken.message if broken and broken.field == "password" else ""


def test_argon2id_with_the_parameters_of_owasp() -> None:
    assert keeper().make("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_fits_only_its_password() -> None:
    hashes = keeper(is_fast=True)
    kept = hashes.make("kuda baterai")
    assert hashes.fits("kuda baterai", kept)
    assert not hashes.fits("kuda batera", kept)
    assert not hashes.fits("a password that nobody has", None)
    assert not hashes.fits("x", "not a hash")


@pytest.mark.parametrize(
    "password", ["sawah luas hijau", "ombakbesardilaut", "七つの海を越えて行こう仲間と共に"]
)
def test_long_words_are_enough_without_capitals_or_digits(password: str) -> None:
    assert refusal(password) is None


def test_length_depends_on_the_second_factor() -> None:
    assert "at least" in reason("sawah luas")
    assert refusal("sawah luas", has_second_factor=True) is None
    assert "at least" in reason("sawahku", has_second_factor=True)
    assert "at most" in reason("sawah luas " * 12)
    assert refusal("x9" + "sawah luas hijau " * 7) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password12345678",
        "P@ssw0rd!!!!!!!!",
        "123456789012345",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "qwertyuiopqwertyuiop",
        "indonesia2026!!!!",
        "AkuSayangKamu2026",
        "bismillah1234567",
        "rahasia12345678901",
        "98765432109876543",
    ],
)
def test_what_others_would_guess_first_is_refused(password: str) -> None:
    assert is_common(password)
    assert "guess" in reason(password)


@pytest.mark.parametrize(
    "password", ["siti nurhaliza 1", "sitinurhaliza2026", "198503152010012007", "xx198503152010012007"]
)
def test_name_mail_and_nip_are_refused(password: str) -> None:
    assert refusal(password) is not None


def test_a_name_in_passing_is_no_reason() -> None:
    assert refusal("ibu siti menanam padi di sawah luas") is None


def test_the_bssn_profile_asks_for_kinds_of_characters() -> None:
    assert "capital" in reason("sawah luas hijau", profile="bssn")
    assert refusal("Sawah luas 7 hijau", profile="bssn") is None


def test_the_list_is_large_and_knows_indonesian() -> None:
    assert len(common_passwords()) > 4000
    assert {"sayang", "bismillah", "dragon"} <= common_passwords()
