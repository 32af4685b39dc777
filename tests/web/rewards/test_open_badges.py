"""Open Badges 3.0, read by a second implementation that shares no code with the first (M12).

Everything is fetched as a stranger would: from the addresses that stand in the credential itself.
"""

import json

import pytest

from portal.domain.rewards.credentials import keys
from tests import factories_credentials, second_reader
from tests.factories import NOW


@pytest.fixture
def won(browser):
    with browser.database() as session:
        factories_credentials.key(session)
        won = factories_credentials.won(session, lasts_months=120)
        won.award_id, won.account_id = won.award.id, won.person.account_id
        won.nip, won.email, won.name = won.person.nip, won.person.account.email, won.person.name
    browser.sign_in(won.account_id)
    assert browser.post(f"/rewards/awards/{won.award_id}/certificate").status_code == 303
    return won


def fetched(browser, address):
    """By the public address, signed out."""
    assert address.startswith("http://localhost/")
    answer = browser.app.test_client().get(address.removeprefix("http://localhost"))
    assert answer.status_code == 200, address
    return answer


def token_of(browser, won):
    return browser.get(f"/rewards/awards/{won.award_id}/badge.jwt").text


def read(browser, token):
    """The claims, checked with the key that the header names."""
    header = second_reader.header_of(token)
    jwk = fetched(browser, header["kid"]).get_json()
    assert second_reader.thumbprint(jwk) == header["kid"].rsplit("/", 1)[1]
    return second_reader.checked(token, jwk)


def revoked_bit(browser, claims):
    status = claims["credentialStatus"]
    answer = fetched(browser, status["statusListCredential"])
    assert answer.mimetype == "application/vc+jwt"
    listed = read(browser, answer.text)
    assert listed["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert listed["id"] == listed["jti"] == status["statusListCredential"]
    assert listed["issuer"]["id"] == claims["issuer"]["id"]
    subject = listed["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")
    return second_reader.bit(subject["encodedList"], int(status["statusListIndex"]))


def test_the_credential_is_signed_and_has_every_part_the_standard_asks_for(browser, won):
    token = token_of(browser, won)
    claims = read(browser, token)
    assert second_reader.header_of(token)["typ"] == "JWT"
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context")
    assert set(claims["type"]) == {"VerifiableCredential", "OpenBadgeCredential"}
    assert claims["issuer"]["type"] == ["Profile"]
    assert claims["validFrom"] == "2026-11-21T03:00:00Z"
    assert claims["validUntil"] == "2036-11-21T16:59:59Z"
    registered = (claims["iss"], claims["jti"], claims["sub"], claims["nbf"])
    subject = claims["credentialSubject"]
    assert registered == (claims["issuer"]["id"], claims["id"], subject["id"], int(NOW.timestamp()))
    assert claims["exp"] > claims["nbf"]
    assert subject["type"] == ["AchievementSubject"]
    achievement = subject["achievement"]
    assert achievement["type"] == ["Achievement"]
    assert {"id", "name", "description", "criteria", "image"} <= set(achievement)
    assert achievement["criteria"]["narrative"] == "Satu target tercapai dalam satu triwulan."
    assert claims["credentialStatus"]["type"] == "BitstringStatusListEntry"


def test_a_changed_credential_and_a_strange_key_are_refused(browser, won):
    token = token_of(browser, won)
    jwk = fetched(browser, second_reader.header_of(token)["kid"]).get_json()
    head, body, signature = token.split(".")
    claims = json.loads(second_reader.unpadded(body))
    claims["credentialSubject"]["achievement"]["name"] = "Emas"
    other = second_reader.base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    with pytest.raises(second_reader.Forged):
        second_reader.checked(f"{head}.{other}.{signature}", jwk)
    with pytest.raises(second_reader.Forged):
        second_reader.checked(token, keys.make_key().public_jwk)


def test_what_it_points_to_is_public_and_says_the_same(browser, won):
    claims = read(browser, token_of(browser, won))
    profile = fetched(browser, claims["issuer"]["id"]).get_json()
    assert {**claims["issuer"], "@context": profile["@context"]} == profile
    achievement = claims["credentialSubject"]["achievement"]
    document = fetched(browser, achievement["id"])
    assert {**achievement, "@context": document.get_json()["@context"]} == document.get_json()
    assert document.headers["Access-Control-Allow-Origin"] == "*"
    assert fetched(browser, achievement["image"]["id"]).mimetype == "image/svg+xml"
    assert claims["id"] in fetched(browser, claims["id"]).request.url
    published = fetched(browser, "http://localhost/credentials/keys").get_json()["keys"]
    assert [key["kid"] for key in published] == [factories_credentials.KEY.kid]


def test_no_file_says_a_nip_a_mail_address_or_a_number_behind_the_badge(browser, won):
    token = token_of(browser, won)
    body = second_reader.unpadded(token.split(".")[1]).decode()
    assert won.name in body
    assert won.nip not in body
    assert won.email not in body
    assert "points" not in body
    assert "evidence" not in body
    published = fetched(browser, "http://localhost/credentials/keys").get_json()["keys"]
    assert not {"d", "p", "q", "dp", "dq", "qi"} & {name for key in published for name in key}


def test_the_holders_address_is_only_a_salted_hash_that_the_holder_can_prove(browser, won):
    subject = read(browser, token_of(browser, won))["credentialSubject"]
    (email,) = [one for one in subject["identifier"] if one["identityType"] == "emailAddress"]
    hashed = second_reader.hashlib.sha256((won.email + email["salt"]).encode()).hexdigest()
    assert (email["hashed"], email["identityHash"]) == (True, f"sha256${hashed}")


def test_pictures_carry_the_same_credential_once(browser, won):
    claims = read(browser, token_of(browser, won))
    png = browser.get(f"/rewards/awards/{won.award_id}/badge.png")
    (in_png,) = second_reader.token_in_png(png.data)
    svg = browser.get(f"/rewards/awards/{won.award_id}/badge.svg")
    (in_svg,) = second_reader.token_in_svg(svg.text)
    assert read(browser, in_png) == read(browser, in_svg) == claims
    envelope = json.loads(browser.get(f"/rewards/awards/{won.award_id}/badge.json").text)
    assert envelope["type"] == "EnvelopedVerifiableCredential"
    assert read(browser, envelope["id"].removeprefix("data:application/vc+jwt,")) == claims
    for answer in (png, svg):
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_bit_flips_when_the_badge_is_taken_back_and_files_are_made_anew_after_a_new_grant(browser, won):
    claims = read(browser, token_of(browser, won))
    assert revoked_bit(browser, claims) == 0
    with browser.database() as session:
        session.add_all([won.award, won.person])
        factories_credentials.take_back(session, won)
    assert revoked_bit(browser, claims) == 1
    assert browser.get(f"/rewards/awards/{won.award_id}/badge.png").status_code == 404

    with browser.database() as session:
        session.add_all([won.award, won.person])
        factories_credentials.grant_again(session, won)
    assert browser.get(f"/rewards/awards/{won.award_id}/badge.png").status_code == 404
    assert browser.post(f"/rewards/awards/{won.award_id}/certificate").status_code == 303
    png = browser.get(f"/rewards/awards/{won.award_id}/badge.png")
    anew = read(browser, second_reader.token_in_png(png.data)[0])
    assert anew["id"] != claims["id"]
    assert anew["sub"] != claims["sub"]
    assert (revoked_bit(browser, claims), revoked_bit(browser, anew)) == (1, 0)


def test_a_new_key_signs_from_now_on_and_old_signatures_stay_good(browser, won):
    old = token_of(browser, won)
    runner = browser.app.test_cli_runner()
    assert runner.invoke(args=["rewards", "renew-key"]).exit_code == 0
    new = token_of(browser, won)
    assert second_reader.header_of(new)["kid"] != second_reader.header_of(old)["kid"]
    assert read(browser, old)["jti"] == read(browser, new)["jti"]


def test_a_stolen_key_is_withdrawn_with_all_it_signed(browser, won):
    old = second_reader.header_of(token_of(browser, won))["kid"]
    assert browser.app.test_cli_runner().invoke(args=["rewards", "renew-key", "--withdraw"]).exit_code == 0
    assert browser.get(old.removeprefix("http://localhost")).status_code == 404
    assert read(browser, token_of(browser, won))["name"]


def test_the_private_half_lies_sealed_in_the_database(browser, won):
    with browser.database() as session:
        kept = session.scalars(keys.select(keys.IssuerKey)).one()
        assert "PRIVATE" not in kept.sealed
        assert kept.sealed.startswith("gAAAA")
        assert not {"d", "p", "q"} & set(kept.public_jwk)
