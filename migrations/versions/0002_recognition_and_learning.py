"""recognition_and_learning

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "issuer_key",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("public_jwk", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_key")),
        sa.UniqueConstraint("kid", name=op.f("uq_issuer_key_kid")),
    )
    op.create_table(
        "reward_check",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_check")),
    )
    with op.batch_alter_table("reward_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_check_at"), ["at"], unique=False)

    op.create_table(
        "reward_incident",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.Column("by", WHOLE, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_incident")),
    )
    with op.batch_alter_table("reward_incident", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reward_incident_mended_at_reward_incident_found_at"),
            ["mended_at", "found_at"],
            unique=False,
        )

    op.create_table(
        "badge_former",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("badge_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("shape", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("lasts_months", WHOLE, nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["badge_id"], ["badge.id"], name=op.f("fk_badge_former_badge_id_badge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_former")),
        sa.UniqueConstraint("badge_id", "number", name=op.f("uq_badge_former_badge_id_number")),
    )
    op.create_table(
        "board_edition",
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("period_key", WHOLE, nullable=False),
        sa.Column("edition", WHOLE, nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_board_edition_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "period_key", "edition", name=op.f("pk_board_edition")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "catalogue_item",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("picture_id", WHOLE, nullable=True),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("stock", WHOLE, nullable=False),
        sa.Column("per_person", WHOLE, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("per_person IS NULL OR per_person > 0", name=op.f("ck_catalogue_item_per_person")),
        sa.CheckConstraint("points > 0", name=op.f("ck_catalogue_item_points")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_catalogue_item_stock")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from",
            name=op.f("ck_catalogue_item_dates"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_catalogue_item_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["stored_file.id"], name=op.f("fk_catalogue_item_picture_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_item")),
    )
    with op.batch_alter_table("catalogue_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_catalogue_item_agency_id_catalogue_item_is_open_catalogue_item_points"),
            ["agency_id", "is_open", "points"],
            unique=False,
        )

    op.create_table(
        "reward_options",
        sa.Column("agency_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("has_incentives", sa.Boolean(), nullable=False),
        sa.Column("has_catalogue", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_reward_options_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_reward_options")),
    )
    op.create_table(
        "unit_snapshot",
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("period_key", WHOLE, nullable=False),
        sa.Column("edition", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("exposure", sa.String(length=40), nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("people", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_unit_snapshot_agency_id_agency")),
        sa.PrimaryKeyConstraint(
            "agency_id", "period_key", "edition", "unit_key", name=op.f("pk_unit_snapshot")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "announcement",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_announcement_dates")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_announcement_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_announcement_author_id_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_announcement_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_announcement_agency_id_announcement_starts_on"),
            ["agency_id", "starts_on"],
            unique=False,
        )

    op.create_table(
        "module",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("author_id", WHOLE, nullable=True),
        sa.Column("live_version_id", WHOLE, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_module_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_module_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["live_version_id"],
            ["module_version.id"],
            name="fk_module_live_version_id_module_version",
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module")),
        sa.UniqueConstraint("code", name=op.f("uq_module_code")),
    )
    with op.batch_alter_table("module", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_module_agency_id_module_state"), ["agency_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_module_state_module_id"), ["state", "id"], unique=False)

    op.create_table(
        "period_reopening",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("period_id", WHOLE, nullable=False),
        sa.Column("edition", WHOLE, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_back", WHOLE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reopened_by", WHOLE, nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_period_reopening_reason")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_period_reopening_period_id_period")
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by"], ["account.id"], name=op.f("fk_period_reopening_reopened_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_reopening")),
        sa.UniqueConstraint("period_id", "edition", name=op.f("uq_period_reopening_period_id_edition")),
    )
    op.create_table(
        "flag",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("period_key", WHOLE, nullable=False),
        sa.Column("subject_id", WHOLE, nullable=False),
        sa.Column("partner_id", WHOLE, nullable=True),
        sa.Column("source_kind", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("partner_id IS NULL OR partner_id <> subject_id", name=op.f("ck_flag_two_people")),
        sa.ForeignKeyConstraint(["partner_id"], ["employee.id"], name=op.f("fk_flag_partner_id_employee")),
        sa.ForeignKeyConstraint(["subject_id"], ["employee.id"], name=op.f("fk_flag_subject_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("key", name=op.f("uq_flag_key")),
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_state_flag_found_at"), ["state", "found_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_flag_subject_id_flag_state"), ["subject_id", "state"], unique=False
        )

    op.create_table(
        "module_version",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("module_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("outcomes", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("minutes", WHOLE, nullable=False),
        sa.Column("learning_hours", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=True),
        sa.Column("reviewer_id", WHOLE, nullable=True),
        sa.Column("review_note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("learning_hours BETWEEN 0 AND 40", name=op.f("ck_module_version_learning_hours")),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account.id"],
            name=op.f("fk_module_version_author_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module.id"], name=op.f("fk_module_version_module_id_module")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["account.id"],
            name=op.f("fk_module_version_reviewer_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_version")),
        sa.UniqueConstraint("module_id", "number", name=op.f("uq_module_version_module_id_number")),
    )
    op.create_table(
        "redemption",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by", WHOLE, nullable=True),
        sa.CheckConstraint("points > 0", name=op.f("ck_redemption_points")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_redemption_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_redemption_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_redemption_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["finished_by"], ["account.id"], name=op.f("fk_redemption_finished_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["catalogue_item.id"], name=op.f("fk_redemption_item_id_catalogue_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption")),
        sa.UniqueConstraint("code", name=op.f("uq_redemption_code")),
    )
    with op.batch_alter_table("redemption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_redemption_agency_id_redemption_state_redemption_id"),
            ["agency_id", "state", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_redemption_employee_id_redemption_year_redemption_state"),
            ["employee_id", "year", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_redemption_item_id_redemption_employee_id_redemption_year"),
            ["item_id", "employee_id", "year"],
            unique=False,
        )

    op.create_table(
        "required_module",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("module_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("is_for_evaluators", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("set_by", WHOLE, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module.id"], name=op.f("fk_required_module_module_id_module")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["account.id"], name=op.f("fk_required_module_set_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_unit.id"], name=op.f("fk_required_module_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_required_module")),
        sa.UniqueConstraint("module_id", "unit_id", name=op.f("uq_required_module_module_id_unit_id")),
    )
    with op.batch_alter_table("required_module", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_required_module_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_required_module_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "credential",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("award_id", WHOLE, nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("badge_id", WHOLE, nullable=False),
        sa.Column("badge_version", WHOLE, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("status_list", WHOLE, nullable=False),
        sa.Column("status_index", WHOLE, nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("share_token", sa.String(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(share_token IS NULL) = (shared_at IS NULL)", name=op.f("ck_credential_shared")),
        sa.CheckConstraint("status_index BETWEEN 0 AND 131071", name=op.f("ck_credential_status_index")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_credential_agency_id_agency")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_credential_award_id_award")),
        sa.ForeignKeyConstraint(["badge_id"], ["badge.id"], name=op.f("fk_credential_badge_id_badge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint(
            "agency_id",
            "status_list",
            "status_index",
            name=op.f("uq_credential_agency_id_status_list_status_index"),
        ),
        sa.UniqueConstraint("award_id", "revision", name=op.f("uq_credential_award_id_revision")),
        sa.UniqueConstraint("code", name=op.f("uq_credential_code")),
        sa.UniqueConstraint("share_token", name=op.f("uq_credential_share_token")),
    )
    op.create_table(
        "flag_answer",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("flag_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_flag_answer_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flag.id"], name=op.f("fk_flag_answer_flag_id_flag"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_answer")),
        sa.UniqueConstraint("flag_id", "employee_id", name=op.f("uq_flag_answer_flag_id_employee_id")),
    )
    op.create_table(
        "flag_decision",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("flag_id", WHOLE, nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", WHOLE, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_flag_decision_reason")),
        sa.CheckConstraint("verdict <> 'open'", name=op.f("ck_flag_decision_verdict")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_flag_decision_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flag.id"], name=op.f("fk_flag_decision_flag_id_flag"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_decision")),
    )
    with op.batch_alter_table("flag_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_decision_flag_id"), ["flag_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("version_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("minutes", WHOLE, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_lesson_number")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["module_version.id"],
            name=op.f("fk_lesson_version_id_module_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_lesson_version_id_number")),
    )
    op.create_table(
        "manual_award",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("rule_id", WHOLE, nullable=False),
        sa.Column("rule_version_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("window_key", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("author_id", WHOLE, nullable=True),
        sa.Column("subject_id", WHOLE, nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("award_id", WHOLE, nullable=True),
        sa.CheckConstraint("author_id <> subject_id", name=op.f("ck_manual_award_not_about_oneself")),
        sa.CheckConstraint("decided_by <> author_id", name=op.f("ck_manual_award_another_approver")),
        sa.CheckConstraint("decided_by <> subject_id", name=op.f("ck_manual_award_not_decided_by_oneself")),
        sa.CheckConstraint("points > 0", name=op.f("ck_manual_award_points")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_manual_award_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_manual_award_award_id_award")),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
            name=op.f("fk_manual_award_decided_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_manual_award_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_manual_award_rule_id_rule")),
        sa.ForeignKeyConstraint(
            ["rule_version_id"],
            ["rule_version.id"],
            name=op.f("fk_manual_award_rule_version_id_rule_version"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["account.id"],
            name=op.f("fk_manual_award_subject_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_award")),
    )
    with op.batch_alter_table("manual_award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_manual_award_award_id"), ["award_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_manual_award_employee_id_manual_award_state"),
            ["employee_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_manual_award_rule_version_id"), ["rule_version_id"], unique=False
        )
        batch_op.create_index(
            "uq_manual_award_in_force",
            ["rule_id", "window_key", "employee_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'approved')"),
            postgresql_where=sa.text("state IN ('proposed', 'approved')"),
        )

    op.create_table(
        "module_file",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("version_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("file_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_module_file_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["module_version.id"],
            name=op.f("fk_module_file_version_id_module_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_file")),
        sa.UniqueConstraint("version_id", "name", name=op.f("uq_module_file_version_id_name")),
    )
    with op.batch_alter_table("module_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_file_file_id"), ["file_id"], unique=False)

    op.create_table(
        "redemption_booking",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("redemption_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reserved') = (points < 0) AND points <> 0", name=op.f("ck_redemption_booking_sign")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_redemption_booking_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["redemption_id"], ["redemption.id"], name=op.f("fk_redemption_booking_redemption_id_redemption")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption_booking")),
        sa.UniqueConstraint("redemption_id", "kind", name=op.f("uq_redemption_booking_redemption_id_kind")),
    )
    with op.batch_alter_table("redemption_booking", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_redemption_booking_employee_id_redemption_booking_year"),
            ["employee_id", "year"],
            unique=False,
        )

    op.create_table(
        "wall_post",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("award_id", WHOLE, nullable=False),
        sa.Column("ledger_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_wall_post_agency_id_agency")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_wall_post_award_id_award")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_wall_post_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_post")),
        sa.UniqueConstraint("award_id", name=op.f("uq_wall_post_award_id")),
    )
    with op.batch_alter_table("wall_post", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wall_post_agency_id_wall_post_granted_at_wall_post_id"),
            ["agency_id", "granted_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_wall_post_employee_id_wall_post_granted_at"),
            ["employee_id", "granted_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_wall_post_ledger_id"), ["ledger_id"], unique=False)

    op.create_table(
        "congratulation",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("post_id", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("subject_id", WHOLE, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("author_id <> subject_id", name=op.f("ck_congratulation_not_oneself")),
        sa.CheckConstraint("length(words) <= 240", name=op.f("ck_congratulation_words")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["employee.id"], name=op.f("fk_congratulation_author_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["wall_post.id"],
            name=op.f("fk_congratulation_post_id_wall_post"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["employee.id"], name=op.f("fk_congratulation_subject_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_congratulation")),
        sa.UniqueConstraint("post_id", "author_id", name=op.f("uq_congratulation_post_id_author_id")),
    )
    with op.batch_alter_table("congratulation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_congratulation_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_congratulation_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "manual_objection",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("manual_award_id", WHOLE, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", WHOLE, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["account.id"],
            name=op.f("fk_manual_objection_answered_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["manual_award_id"],
            ["manual_award.id"],
            name=op.f("fk_manual_objection_manual_award_id_manual_award"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_objection")),
        sa.UniqueConstraint("manual_award_id", name=op.f("uq_manual_objection_manual_award_id")),
    )
    op.create_table(
        "study",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("module_id", WHOLE, nullable=False),
        sa.Column("version_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("percent", WHOLE, nullable=False),
        sa.Column("last_lesson_id", WHOLE, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(finished_at IS NULL) = (finished_on IS NULL)", name=op.f("ck_study_finished")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_study_percent")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_study_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["last_lesson_id"], ["lesson.id"], name=op.f("fk_study_last_lesson_id_lesson")
        ),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_study_module_id_module")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["module_version.id"], name=op.f("fk_study_version_id_module_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sa.UniqueConstraint("employee_id", "version_id", name=op.f("uq_study_employee_id_version_id")),
    )
    with op.batch_alter_table("study", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_study_employee_id_study_finished_at"), ["employee_id", "finished_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_study_module_id_study_finished_at"), ["module_id", "finished_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_study_unit_key_study_module_id"), ["unit_key", "module_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_study_version_id"), ["version_id"], unique=False)

    op.create_table(
        "attestation",
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_attestation_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_attestation_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "lesson_id", name=op.f("pk_attestation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "booster",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("days", WHOLE, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chosen", sa.JSON(), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("days > 0", name=op.f("ck_booster_days")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_booster_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_booster_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booster")),
        sa.UniqueConstraint("study_id", "days", name=op.f("uq_booster_study_id_days")),
    )
    with op.batch_alter_table("booster", schema=None) as batch_op:
        batch_op.create_index(
            "ix_booster_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("notified_at IS NULL AND answered_at IS NULL"),
            postgresql_where=sa.text("notified_at IS NULL AND answered_at IS NULL"),
        )

    op.create_table(
        "check_answer",
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_check_answer_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_check_answer_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "lesson_id", "question", name=op.f("pk_check_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "congratulation_report",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("congratulation_id", WHOLE, nullable=False),
        sa.Column("reporter_id", WHOLE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["congratulation_id"],
            ["congratulation.id"],
            name=op.f("fk_congratulation_report_congratulation_id_congratulation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_congratulation_report_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["employee.id"], name=op.f("fk_congratulation_report_reporter_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_congratulation_report")),
        sa.UniqueConstraint("congratulation_id", name=op.f("uq_congratulation_report_congratulation_id")),
    )
    with op.batch_alter_table("congratulation_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_congratulation_report_decided_at_congratulation_report_id"),
            ["decided_at", "id"],
            unique=False,
        )

    op.create_table(
        "extra_attempt",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("given_by", WHOLE, nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["given_by"], ["account.id"], name=op.f("fk_extra_attempt_given_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_extra_attempt_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_extra_attempt_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_attempt")),
    )
    with op.batch_alter_table("extra_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_extra_attempt_study_id_extra_attempt_lesson_id"),
            ["study_id", "lesson_id"],
            unique=False,
        )

    op.create_table(
        "hand_in",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("file_id", WHOLE, nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rater_id", WHOLE, nullable=True),
        sa.Column("scores", sa.JSON(), nullable=True),
        sa.Column("score", WHOLE, nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(rated_at IS NULL) = (is_accepted IS NULL)", name=op.f("ck_hand_in_rated")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_hand_in_score")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_hand_in_file_id_stored_file")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_hand_in_lesson_id_lesson")),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["account.id"], name=op.f("fk_hand_in_rater_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_hand_in_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_in")),
        sa.UniqueConstraint(
            "study_id", "lesson_id", "number", name=op.f("uq_hand_in_study_id_lesson_id_number")
        ),
    )
    with op.batch_alter_table("hand_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_in_file_id"), ["file_id"], unique=False)
        batch_op.create_index(
            "ix_hand_in_waiting",
            ["handed_in_at"],
            unique=False,
            sqlite_where=sa.text("rated_at IS NULL"),
            postgresql_where=sa.text("rated_at IS NULL"),
        )

    op.create_table(
        "lesson_done",
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_done_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_lesson_done_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "lesson_id", name=op.f("pk_lesson_done")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quiz_attempt",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("score", WHOLE, nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_in_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) = (handed_in_on IS NULL)", name=op.f("ck_quiz_attempt_handed_in")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_quiz_attempt_number")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_quiz_attempt_score")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_quiz_attempt_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_quiz_attempt_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
        sa.UniqueConstraint(
            "study_id", "lesson_id", "number", name=op.f("uq_quiz_attempt_study_id_lesson_id_number")
        ),
    )
    op.create_table(
        "simulation_run",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("scene", sa.String(), nullable=False),
        sa.Column("trust", WHOLE, nullable=False),
        sa.Column("ending", sa.String(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("trust BETWEEN 0 AND 100", name=op.f("ck_simulation_run_trust")),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_simulation_run_lesson_id_lesson")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_simulation_run_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulation_run")),
        sa.UniqueConstraint(
            "study_id", "lesson_id", "number", name=op.f("uq_simulation_run_study_id_lesson_id_number")
        ),
    )
    op.create_table(
        "writing",
        sa.Column("study_id", WHOLE, nullable=False),
        sa.Column("lesson_id", WHOLE, nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_writing_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_writing_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "lesson_id", name=op.f("pk_writing")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("writing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_writing_reminders",
            ["remind_at"],
            unique=False,
            sqlite_where=sa.text("remind_at IS NOT NULL AND reminded_at IS NULL"),
            postgresql_where=sa.text("remind_at IS NOT NULL AND reminded_at IS NULL"),
        )

    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("criteria", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("lasts_months", WHOLE, nullable=True))
        batch_op.add_column(sa.Column("version", WHOLE, server_default="1", nullable=False))

    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_quiet", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(
            "ix_employee_figures",
            ["unit_key", "left_on", "evaluator_id", "account_id", "employment"],
            unique=False,
        )

    op.add_column(
        "evaluation_run",
        sa.Column(
            "period_id",
            WHOLE,
            sa.ForeignKey("period.id", name="fk_evaluation_run_period_id_period"),
            nullable=True,
        ),
        inline_references=True,
    )
    with op.batch_alter_table("evaluation_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", WHOLE, nullable=True))
        batch_op.create_index(
            batch_op.f("ix_evaluation_run_period_id_evaluation_run_edition"),
            ["period_id", "edition"],
            unique=False,
        )

    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_award_id"), ["award_id"], unique=False)

    with op.batch_alter_table("level", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("metric", schema=None) as batch_op:
        batch_op.add_column(sa.Column("highest", WHOLE, nullable=True))

    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column(
        "rule_version",
        sa.Column(
            "returned_by",
            WHOLE,
            sa.ForeignKey("account.id", name="fk_rule_version_returned_by_account", ondelete="SET NULL"),
            nullable=True,
        ),
        inline_references=True,
    )
    with op.batch_alter_table("rule_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("returned_because", sa.String(), nullable=True))

    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stored_file_uploaded_by_stored_file_uploaded_at"),
            ["uploaded_by", "uploaded_at"],
            unique=False,
        )

    with op.batch_alter_table("unit_size", schema=None) as batch_op:
        batch_op.create_index(
            "ix_unit_size_histogram",
            ["unit_key", "path_end"],
            unique=False,
            sqlite_where=sa.text("has_histogram"),
            postgresql_where=sa.text("has_histogram"),
        )

    if (
        op.get_bind().dialect.name == "postgresql"
    ):  # two tables that refer to each other; SQLite has it inline
        op.create_foreign_key(
            "fk_module_live_version_id_module_version",
            "module",
            "module_version",
            ["live_version_id"],
            ["id"],
        )

    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            """
            CREATE TRIGGER badge_former_refuses_update BEFORE UPDATE ON badge_former BEGIN SELECT RAISE(ABORT, 'badge_former refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER badge_former_refuses_delete BEFORE DELETE ON badge_former BEGIN SELECT RAISE(ABORT, 'badge_former refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER period_reopening_refuses_update BEFORE UPDATE ON period_reopening BEGIN SELECT RAISE(ABORT, 'period_reopening refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER period_reopening_refuses_delete BEFORE DELETE ON period_reopening BEGIN SELECT RAISE(ABORT, 'period_reopening refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER flag_decision_refuses_update BEFORE UPDATE ON flag_decision BEGIN SELECT RAISE(ABORT, 'flag_decision refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER redemption_booking_refuses_update BEFORE UPDATE ON redemption_booking BEGIN SELECT RAISE(ABORT, 'redemption_booking refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER redemption_booking_refuses_delete BEFORE DELETE ON redemption_booking BEGIN SELECT RAISE(ABORT, 'redemption_booking refuses DELETE'); END
            """
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE OR REPLACE FUNCTION badge_former_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'badge_former refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER badge_former_refuses_update BEFORE UPDATE ON badge_former FOR EACH ROW EXECUTE FUNCTION badge_former_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION badge_former_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'badge_former refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER badge_former_refuses_delete BEFORE DELETE ON badge_former FOR EACH ROW EXECUTE FUNCTION badge_former_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION period_reopening_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'period_reopening refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER period_reopening_refuses_update BEFORE UPDATE ON period_reopening FOR EACH ROW EXECUTE FUNCTION period_reopening_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION period_reopening_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'period_reopening refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER period_reopening_refuses_delete BEFORE DELETE ON period_reopening FOR EACH ROW EXECUTE FUNCTION period_reopening_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION flag_decision_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'flag_decision refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER flag_decision_refuses_update BEFORE UPDATE ON flag_decision FOR EACH ROW EXECUTE FUNCTION flag_decision_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION redemption_booking_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'redemption_booking refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER redemption_booking_refuses_update BEFORE UPDATE ON redemption_booking FOR EACH ROW EXECUTE FUNCTION redemption_booking_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION redemption_booking_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'redemption_booking refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER redemption_booking_refuses_delete BEFORE DELETE ON redemption_booking FOR EACH ROW EXECUTE FUNCTION redemption_booking_refuses_delete()
            """
        )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
