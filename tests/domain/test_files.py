"""Promise: uploads are known by content, re-encoded, kept under random names, and no account may fill the disk."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.errors import RuleBroken
from tests import factories
from tests.factories import NOW


def test_a_day_has_a_share_for_each_account(session: Session, tmp_path: Path, monkeypatch) -> None:
    me, other = factories.account(session).id, factories.account(session).id
    pdf = files.prepare(tmp_path, "a.pdf", b"%PDF-1.4\n" + b"x" * 91)
    monkeypatch.setattr(files, "MOST_A_DAY", 250)
    for _ in range(2):
        files.keep(session, pdf_again(tmp_path), by=me, at=NOW)
    with pytest.raises(RuleBroken, match="within a day"):
        files.keep(session, pdf, by=me, at=NOW)
    files.keep(session, pdf_again(tmp_path), by=other, at=NOW)
    files.keep(session, pdf_again(tmp_path), by=me, at=NOW + timedelta(days=1, seconds=1))


def pdf_again(root: Path) -> files.Prepared:
    return files.prepare(root, "a.pdf", b"%PDF-1.4\n" + b"x" * 91)


def test_names_on_the_disk_are_random_and_nothing_hides_behind_a_picture(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "JPEG", exif=b"Exif\0\0secret place")
    evil = out.getvalue() + b"<script>alert(1)</script>"
    kept = [files.prepare(tmp_path, "../../etc/photo.jpg", evil) for _ in range(2)]
    assert kept[0].path != kept[1].path
    assert {one.name for one in kept} == {"photo.jpg"}
    for one in kept:
        assert (tmp_path / one.path).resolve().is_relative_to(tmp_path)
        content = (tmp_path / one.path).read_bytes()
        assert b"script" not in content
        assert b"secret" not in content
