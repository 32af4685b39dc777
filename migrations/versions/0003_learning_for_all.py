"""learning_for_all

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "learning_path",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("author_id", WHOLE, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_learning_path_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account.id"],
            name=op.f("fk_learning_path_author_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_path")),
    )
    with op.batch_alter_table("learning_path", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_path_agency_id_learning_path_is_shown"),
            ["agency_id", "is_shown"],
            unique=False,
        )

    op.create_table(
        "campaign",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("owner_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("for_me", sa.String(), nullable=False),
        sa.Column("for_citizens", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name=op.f("ck_campaign_published")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_campaign_dates")),
        sa.ForeignKeyConstraint(["owner_id"], ["employee.id"], name=op.f("fk_campaign_owner_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_campaign_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "idea",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("solution", sa.String(), nullable=False),
        sa.Column("benefit", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("effect", sa.String(), nullable=False),
        sa.CheckConstraint("(state = 'adopted') = (adopted_on IS NOT NULL)", name=op.f("ck_idea_adopted")),
        sa.CheckConstraint("state <> 'adopted' OR effect <> ''", name=op.f("ck_idea_effect")),
        sa.ForeignKeyConstraint(["author_id"], ["employee.id"], name=op.f("fk_idea_author_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_idea_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
    )
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "learning_path_step",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("path_id", WHOLE, nullable=False),
        sa.Column("module_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_learning_path_step_number")),
        sa.ForeignKeyConstraint(
            ["module_id"],
            ["module.id"],
            name=op.f("fk_learning_path_step_module_id_module"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["path_id"],
            ["learning_path.id"],
            name=op.f("fk_learning_path_step_path_id_learning_path"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_path_step")),
        sa.UniqueConstraint("path_id", "module_id", name=op.f("uq_learning_path_step_path_id_module_id")),
    )
    with op.batch_alter_table("learning_path_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_path_step_module_id"), ["module_id"], unique=False)

    op.create_table(
        "module_prerequisite",
        sa.Column("module_id", WHOLE, nullable=False),
        sa.Column("needs_id", WHOLE, nullable=False),
        sa.CheckConstraint("module_id <> needs_id", name=op.f("ck_module_prerequisite_other")),
        sa.ForeignKeyConstraint(
            ["module_id"],
            ["module.id"],
            name=op.f("fk_module_prerequisite_module_id_module"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["needs_id"],
            ["module.id"],
            name=op.f("fk_module_prerequisite_needs_id_module"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("module_id", "needs_id", name=op.f("pk_module_prerequisite")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("module_prerequisite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_prerequisite_needs_id"), ["needs_id"], unique=False)

    op.create_table(
        "campaign_material",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_id", WHOLE, nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(file_id IS NULL) <> (link = '')", name=op.f("ck_campaign_material_file_or_link")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_material_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_campaign_material_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_material")),
    )
    with op.batch_alter_table("campaign_material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_material_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "campaign_read",
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_read_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_campaign_read_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "employee_id", name=op.f("pk_campaign_read")),
    )
    with op.batch_alter_table("campaign_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_read_employee_id"), ["employee_id"], unique=False)

    op.create_table(
        "campaign_step",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_step_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_step")),
    )
    with op.batch_alter_table("campaign_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_campaign_step_campaign_id_campaign_step_on_day"),
            ["campaign_id", "on_day"],
            unique=False,
        )

    op.create_table(
        "change_agent",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_change_agent_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_change_agent_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_agent")),
        sa.UniqueConstraint(
            "campaign_id", "employee_id", name=op.f("uq_change_agent_campaign_id_employee_id")
        ),
    )
    with op.batch_alter_table("change_agent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_agent_employee_id"), ["employee_id"], unique=False)

    op.create_table(
        "faq_entry",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("campaign_id", WHOLE, nullable=True),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_faq_entry_by_id_employee")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_faq_entry_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_faq_entry_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_entry")),
    )
    with op.batch_alter_table("faq_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faq_entry_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_faq_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "idea_like",
        sa.Column("idea_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_idea_like_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_like_idea_id_idea")),
        sa.PrimaryKeyConstraint("idea_id", "employee_id", name=op.f("pk_idea_like")),
    )
    with op.batch_alter_table("idea_like", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_like_employee_id"), ["employee_id"], unique=False)

    op.create_table(
        "idea_step",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("idea_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_idea_step_by_id_employee")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_step_idea_id_idea")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_step")),
    )
    with op.batch_alter_table("idea_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idea_step_idea_id_idea_step_at"), ["idea_id", "at"], unique=False
        )

    op.create_table(
        "planning_draft",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("campaign_id", WHOLE, nullable=True),
        sa.Column("owner_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome = '')", name=op.f("ck_planning_draft_outcome")),
        sa.CheckConstraint("answer_by > closes_on", name=op.f("ck_planning_draft_dates")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_planning_draft_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["employee.id"], name=op.f("fk_planning_draft_owner_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_unit.id"], name=op.f("fk_planning_draft_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_draft")),
    )
    with op.batch_alter_table("planning_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planning_draft_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_planning_draft_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "pulse",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("moment", sa.String(length=40), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("people", WHOLE, nullable=False),
        sa.Column("answers", WHOLE, nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_pulse_dates")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_pulse_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
    )
    with op.batch_alter_table("pulse", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pulse_campaign_id_pulse_opens_on"), ["campaign_id", "opens_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_pulse_state"), ["state"], unique=False)

    op.create_table(
        "concern",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("campaign_id", WHOLE, nullable=True),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("receipt_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", WHOLE, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("faq_id", WHOLE, nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (answer = '')", name=op.f("ck_concern_answer")),
        sa.CheckConstraint("state <> 'waiting' OR answered_by IS NULL", name=op.f("ck_concern_answered_by")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["employee.id"], name=op.f("fk_concern_answered_by_employee")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_concern_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["faq_id"], ["faq_entry.id"], name=op.f("fk_concern_faq_id_faq_entry")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_concern_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_concern_receipt_hash")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_concern_unit_id_concern_state"), ["unit_id", "state"], unique=False
        )

    op.create_table(
        "planning_proposal",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("draft_id", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("answered_by", WHOLE, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(verdict IS NULL) = (because = '')", name=op.f("ck_planning_proposal_because")),
        sa.CheckConstraint("answered_by <> author_id", name=op.f("ck_planning_proposal_not_own")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["employee.id"], name=op.f("fk_planning_proposal_answered_by_employee")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["employee.id"], name=op.f("fk_planning_proposal_author_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["planning_draft.id"], name=op.f("fk_planning_proposal_draft_id_planning_draft")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_proposal")),
    )
    with op.batch_alter_table("planning_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planning_proposal_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_planning_proposal_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "planning_vote",
        sa.Column("draft_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["planning_draft.id"], name=op.f("fk_planning_vote_draft_id_planning_draft")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_planning_vote_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("draft_id", "employee_id", name=op.f("pk_planning_vote")),
    )
    with op.batch_alter_table("planning_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planning_vote_employee_id"), ["employee_id"], unique=False)

    op.create_table(
        "pulse_group",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("pulse_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("is_rest", sa.Boolean(), nullable=False),
        sa.Column("people", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["pulse_id"], ["pulse.id"], name=op.f("fk_pulse_group_pulse_id_pulse")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_pulse_group_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_group")),
        sa.UniqueConstraint("pulse_id", "unit_id", name=op.f("uq_pulse_group_pulse_id_unit_id")),
    )
    op.create_table(
        "pulse_participation",
        sa.Column("pulse_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_pulse_participation_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["pulse_id"], ["pulse.id"], name=op.f("fk_pulse_participation_pulse_id_pulse")
        ),
        sa.PrimaryKeyConstraint("pulse_id", "employee_id", name=op.f("pk_pulse_participation")),
    )
    with op.batch_alter_table("pulse_participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pulse_participation_employee_id"), ["employee_id"], unique=False)

    op.create_table(
        "planning_support",
        sa.Column("proposal_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_planning_support_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["planning_proposal.id"],
            name=op.f("fk_planning_support_proposal_id_planning_proposal"),
        ),
        sa.PrimaryKeyConstraint("proposal_id", "employee_id", name=op.f("pk_planning_support")),
    )
    with op.batch_alter_table("planning_support", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planning_support_employee_id"), ["employee_id"], unique=False)

    op.create_table(
        "pulse_answer",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("pulse_id", WHOLE, nullable=False),
        sa.Column("group_id", WHOLE, nullable=True),
        sa.Column("awareness", WHOLE, nullable=False),
        sa.Column("desire", WHOLE, nullable=False),
        sa.Column("knowledge", WHOLE, nullable=False),
        sa.Column("ability", WHOLE, nullable=False),
        sa.Column("reinforcement", WHOLE, nullable=False),
        sa.CheckConstraint("ability BETWEEN 1 AND 5", name=op.f("ck_pulse_answer_ability")),
        sa.CheckConstraint("awareness BETWEEN 1 AND 5", name=op.f("ck_pulse_answer_awareness")),
        sa.CheckConstraint("desire BETWEEN 1 AND 5", name=op.f("ck_pulse_answer_desire")),
        sa.CheckConstraint("knowledge BETWEEN 1 AND 5", name=op.f("ck_pulse_answer_knowledge")),
        sa.CheckConstraint("reinforcement BETWEEN 1 AND 5", name=op.f("ck_pulse_answer_reinforcement")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["pulse_group.id"], name=op.f("fk_pulse_answer_group_id_pulse_group")
        ),
        sa.ForeignKeyConstraint(["pulse_id"], ["pulse.id"], name=op.f("fk_pulse_answer_pulse_id_pulse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_answer")),
    )
    with op.batch_alter_table("pulse_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pulse_answer_pulse_id_pulse_answer_group_id"),
            ["pulse_id", "group_id"],
            unique=False,
        )

    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", WHOLE, server_default="0", nullable=False))

    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
