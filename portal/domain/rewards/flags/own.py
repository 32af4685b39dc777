"""What was decided about one person, for that person's "my data"."""

from typing import Any

from sqlalchemy.orm import Session

from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.flags.queries import flags_about


def own_flags(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """With the evidence, every decision and one's own answer, oldest first."""
    return [
        {
            "kind": flag.kind.value,
            "period": flag.period_key,
            "state": flag.state.value,
            "evidence": flag.evidence,
            "decisions": [
                {"verdict": one.verdict.value, "reason": one.reason, "decided_at": one.decided_at}
                for one in flag.decisions
            ],
            "answers": [one.words for one in flag.answers if one.employee_id == me.employee_id],
        }
        for flag in flags_about(session, me.employee_id)
    ]
