"""Who gets an answer from /targets. Other people's plans are not found; who may read them may not write."""

from secrets import token_hex

from portal.domain.files import StoredFile
from portal.domain.targets.checkins.models import Evidence
from tests.factories import NOW
from tests.factories_targets import agreed, checkin, indicator, plan, result

READERS = "admin"

ACCESS = {
    "targets.index": "*",
    "targets.new": "*",
    "targets.create": "*",
    "targets.review": "*",
    "targets.people": "*",
    "targets.export_people": "*",
    "targets.show": READERS,
    "targets.print_plan": READERS,
    "targets.export_plan": READERS,
    "targets.show_indicator": READERS,
    "targets.preview_checkin": READERS,
    "targets.show_checkin": READERS,
    "targets.evidence": READERS,
    "targets.check": "",
    "targets.submit": "",
    "targets.withdraw": "",
    "targets.agree": "",
    "targets.request_revision": "",
    "targets.new_result": "",
    "targets.create_result": "",
    "targets.edit_result": "",
    "targets.update_result": "",
    "targets.remove_result": "",
    "targets.new_indicator": "",
    "targets.create_indicator": "",
    "targets.edit_indicator": "",
    "targets.update_indicator": "",
    "targets.remove_indicator": "",
    "targets.new_checkin": "",
    "targets.create_checkin": "",
    "targets.approve_checkin": "",
    "targets.return_checkin": "",
    "targets.void_checkin": "",
}


def a_plan(session):
    return {"plan_id": plan(session).id}


def a_result(session):
    return {"result_id": result(session, plan(session)).id}


def a_draft_indicator(session):
    return {"indicator_id": indicator(session, plan(session)).id}


def an_indicator(session):
    return {"indicator_id": agreed(session).id}


def a_checkin(session):
    return {"entry_id": checkin(session, agreed(session)).id}


def an_evidence(session):
    entry = checkin(session, agreed(session))
    path = session.info["uploads"] / (name := token_hex(8))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4")
    file = StoredFile(
        path=name, name="bukti.pdf", media_type="application/pdf", size=8, sha256="0", uploaded_at=NOW
    )
    session.add(file)
    session.flush()
    evidence = Evidence(entry_id=entry.id, file_id=file.id)
    session.add(evidence)
    session.flush()
    return {"entry_id": entry.id, "evidence_id": evidence.id}


SAMPLE = (
    dict.fromkeys(
        ["targets.show", "targets.print_plan", "targets.check", "targets.submit", "targets.withdraw", "targets.agree",
         "targets.request_revision", "targets.new_result", "targets.create_result"], a_plan)
    | dict.fromkeys(
        ["targets.edit_result", "targets.update_result", "targets.remove_result", "targets.new_indicator",
         "targets.create_indicator"], a_result)
    | dict.fromkeys(
        ["targets.edit_indicator", "targets.update_indicator", "targets.remove_indicator"], a_draft_indicator)
    | dict.fromkeys(
        ["targets.show_indicator", "targets.preview_checkin", "targets.new_checkin", "targets.create_checkin"],
        an_indicator)
    | dict.fromkeys(
        ["targets.show_checkin", "targets.approve_checkin", "targets.return_checkin", "targets.void_checkin"],
        a_checkin)
    | {
        "targets.evidence": an_evidence,
        "targets.export_plan": lambda session: a_plan(session) | {"kind": "csv"},
        "targets.export_people": lambda _session: {"kind": "csv"},
    }
)  # fmt: skip
