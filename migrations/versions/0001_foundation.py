"""foundation

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("brand", sa.JSON(), nullable=False),
        sa.Column("has_rewards", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 4095", name=op.f("ck_agency_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
        sa.UniqueConstraint("number", name=op.f("uq_agency_number")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", WHOLE, nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", WHOLE, nullable=True),
        sa.Column("unit_key", WHOLE, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("seal", name=op.f("uq_audit_entry_seal")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entry_actor_id_audit_entry_id"), ["actor_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_audit_entry_subject_type_audit_entry_subject_id"),
            ["subject_type", "subject_id"],
            unique=False,
        )

    op.create_table(
        "badge",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("shape", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge")),
        sa.UniqueConstraint("code", name=op.f("uq_badge_code")),
    )
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_family_badge_id"), ["family", "id"], unique=False)

    op.create_table(
        "dirty",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("metric_id", WHOLE, nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dirty")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "level",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_level_points")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level")),
        sa.UniqueConstraint("points", name=op.f("uq_level_points")),
    )
    op.create_table(
        "metric",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("scale", WHOLE, nullable=False),
        sa.Column("is_non_negative", sa.Boolean(), nullable=False),
        sa.Column("is_peer", sa.Boolean(), nullable=False),
        sa.Column("has_extremes", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
        sa.UniqueConstraint("code", name=op.f("uq_metric_code")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", WHOLE, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_message_waiting",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
        )

    op.create_table(
        "rollup",
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("metric_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("month", WHOLE, nullable=False),
        sa.Column("n", WHOLE, nullable=False),
        sa.Column("total", WHOLE, nullable=False),
        sa.Column("least", WHOLE, nullable=True),
        sa.Column("most", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("year", "metric_id", "employee_id", "month", name=op.f("pk_rollup")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "score",
        sa.Column("period_key", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("period_key", "employee_id", name=op.f("pk_score")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.create_index(
            "ix_score_points",
            ["period_key", sa.literal_column("points DESC"), "employee_id", "unit_key"],
            unique=False,
        )
        batch_op.create_index(
            "ix_score_unit", ["period_key", "unit_key", "points", "employee_id"], unique=False
        )

    op.create_table(
        "score_histogram",
        sa.Column("period_key", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("people", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("period_key", "unit_key", "points", name=op.f("pk_score_histogram")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stored_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stored_answer")),
    )
    with op.batch_alter_table("stored_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_answer_stored_at"), ["stored_at"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("uploaded_by", WHOLE, nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("path", name=op.f("uq_stored_file_path")),
    )
    op.create_table(
        "throttle_counter",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", WHOLE, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle_counter")),
    )
    with op.batch_alter_table("throttle_counter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_counter_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "unit_score",
        sa.Column("period_key", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("period_key", "unit_key", name=op.f("pk_unit_score")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit_size",
        sa.Column("unit_key", WHOLE, autoincrement=False, nullable=False),
        sa.Column("path_end", WHOLE, nullable=False),
        sa.Column("people", WHOLE, nullable=False),
        sa.Column("has_histogram", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("unit_key", name=op.f("pk_unit_size")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("picture_id", WHOLE, nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", WHOLE, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["stored_file.id"], name=op.f("fk_account_picture_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "org_unit",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("parent_id", WHOLE, nullable=True),
        sa.Column("level", WHOLE, nullable=False),
        sa.Column("path_key", WHOLE, nullable=False),
        sa.Column("path_end", WHOLE, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("exposure", sa.String(length=40), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("level BETWEEN 1 AND 6", name=op.f("ck_org_unit_level")),
        sa.CheckConstraint("path_end >= path_key", name=op.f("ck_org_unit_path")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_org_unit_agency_id_agency")),
        sa.ForeignKeyConstraint(["parent_id"], ["org_unit.id"], name=op.f("fk_org_unit_parent_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_unit")),
        sa.UniqueConstraint("agency_id", "code", name=op.f("uq_org_unit_agency_id_code")),
        sa.UniqueConstraint("path_key", name=op.f("uq_org_unit_path_key")),
    )
    with op.batch_alter_table("org_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_org_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "period",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("edition", WHOLE, nullable=False),
        sa.Column("closing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('"end" > start', name=op.f("ck_period_days")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_period_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("agency_id", "start", name=op.f("uq_period_agency_id_start")),
    )
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_period_state_period_agency_id"), ["state", "agency_id"], unique=False
        )

    op.create_table(
        "position",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_position_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_position_agency_id_name")),
    )
    op.create_table(
        "rule",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("agency_id", WHOLE, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("live_version_id", WHOLE, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_rule_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["live_version_id"],
            ["rule_version.id"],
            name="fk_rule_live_version_id_rule_version",
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_rule_code")),
    )
    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rule_state_rule_id"), ["state", "id"], unique=False)

    op.create_table(
        "backup_code",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_backup_code_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_code")),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_backup_code_account_id_code_hash")),
    )
    op.create_table(
        "employee",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=True),
        sa.Column("nip", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("employment", sa.String(length=40), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("position_id", WHOLE, nullable=True),
        sa.Column("evaluator_id", WHOLE, nullable=True),
        sa.Column("is_on_boards", sa.Boolean(), nullable=False),
        sa.Column("is_recognisable", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("evaluator_id <> id", name=op.f("ck_employee_not_own_evaluator")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_employee_account_id_account")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_employee_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["evaluator_id"], ["employee.id"], name=op.f("fk_employee_evaluator_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_employee_position_id_position")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_employee_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee")),
        sa.UniqueConstraint("account_id", name=op.f("uq_employee_account_id")),
        sa.UniqueConstraint("nip", name=op.f("uq_employee_nip")),
    )
    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_employee_agency_id_employee_name_employee_id"),
            ["agency_id", "name", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_employee_evaluator_id_employee_name"), ["evaluator_id", "name"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_employee_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_employee_unit_key_employee_name_employee_id"),
            ["unit_key", "name", "id"],
            unique=False,
        )

    op.create_table(
        "notification",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_notification_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notification_account_id_notification_created_at_notification_id"),
            ["account_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_notification_account_id_notification_read_at"),
            ["account_id", "read_at"],
            unique=False,
        )

    op.create_table(
        "one_time_link",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_one_time_link_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_time_link_account_id_one_time_link_purpose"),
            ["account_id", "purpose"],
            unique=False,
        )

    op.create_table(
        "role_assignment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("unit_id", WHOLE, nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_role_assignment_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_unit.id"], name=op.f("fk_role_assignment_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignment")),
        sa.UniqueConstraint(
            "account_id", "role", "unit_id", name=op.f("uq_role_assignment_account_id_role_unit_id")
        ),
    )
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_assignment_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "rule_version",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("rule_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("tree", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("window", sa.String(length=40), nullable=False),
        sa.Column("season_start", sa.Date(), nullable=True),
        sa.Column("season_end", sa.Date(), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("badge_id", WHOLE, nullable=True),
        sa.Column("nomination_call", sa.String(), nullable=True),
        sa.Column("cap_per_year", WHOLE, nullable=True),
        sa.Column("budget", WHOLE, nullable=True),
        sa.Column("cool_down_days", WHOLE, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("author_id", WHOLE, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", WHOLE, nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> author_id", name=op.f("ck_rule_version_another_approver")
        ),
        sa.CheckConstraint("budget IS NULL OR budget > 0", name=op.f("ck_rule_version_budget")),
        sa.CheckConstraint(
            "cap_per_year IS NULL OR cap_per_year > 0", name=op.f("ck_rule_version_cap_per_year")
        ),
        sa.CheckConstraint(
            "cool_down_days IS NULL OR cool_down_days > 0", name=op.f("ck_rule_version_cool_down_days")
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_rule_version_points")),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["account.id"],
            name=op.f("fk_rule_version_approved_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_rule_version_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["badge_id"], ["badge.id"], name=op.f("fk_rule_version_badge_id_badge")),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_rule_version_rule_id_rule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_version")),
        sa.UniqueConstraint("rule_id", "number", name=op.f("uq_rule_version_rule_id_number")),
    )
    with op.batch_alter_table("rule_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_version_badge_id"), ["badge_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("has_second_factor", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_sign_in_session_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_session_account_id_sign_in_session_ended_at"),
            ["account_id", "ended_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_sign_in_session_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "award",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("rule_id", WHOLE, nullable=False),
        sa.Column("window_key", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("rule_version_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("batch", WHOLE, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_award_revision")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_award_employee_id_employee")),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_award_rule_id_rule")),
        sa.ForeignKeyConstraint(
            ["rule_version_id"], ["rule_version.id"], name=op.f("fk_award_rule_version_id_rule_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint(
            "rule_id", "window_key", "employee_id", name=op.f("uq_award_rule_id_window_key_employee_id")
        ),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_award_employee_id_award_state_award_window_key"),
            ["employee_id", "state", "window_key"],
            unique=False,
        )

    op.create_table(
        "board_snapshot",
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("period_key", WHOLE, nullable=False),
        sa.Column("edition", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("rank", WHOLE, nullable=False),
        sa.Column("unit_rank", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_board_snapshot_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_board_snapshot_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint(
            "agency_id", "period_key", "edition", "employee_id", name=op.f("pk_board_snapshot")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("board_snapshot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_snapshot_employee_id_board_snapshot_period_key"),
            ["employee_id", "period_key"],
            unique=False,
        )

    op.create_table(
        "deputy",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("evaluator_id", WHOLE, nullable=False),
        sa.Column("deputy_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("deputy_id <> evaluator_id", name=op.f("ck_deputy_not_self")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_deputy_dates")),
        sa.ForeignKeyConstraint(["deputy_id"], ["employee.id"], name=op.f("fk_deputy_deputy_id_employee")),
        sa.ForeignKeyConstraint(
            ["evaluator_id"], ["employee.id"], name=op.f("fk_deputy_evaluator_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deputy_deputy_id_deputy_starts_on"), ["deputy_id", "starts_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_deputy_evaluator_id_deputy_starts_on"), ["evaluator_id", "starts_on"], unique=False
        )

    op.create_table(
        "evaluation_run",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("rule_version_id", WHOLE, nullable=False),
        sa.Column("window_key", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("next_employee_id", WHOLE, nullable=False),
        sa.Column("last_employee_id", WHOLE, nullable=False),
        sa.Column("granted", WHOLE, nullable=False),
        sa.Column("revoked", WHOLE, nullable=False),
        sa.Column("on_course", WHOLE, nullable=False),
        sa.Column("started_by", WHOLE, nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["rule_version_id"],
            ["rule_version.id"],
            name=op.f("fk_evaluation_run_rule_version_id_rule_version"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"],
            ["account.id"],
            name=op.f("fk_evaluation_run_started_by_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_run")),
    )
    with op.batch_alter_table("evaluation_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evaluation_run_rule_version_id_evaluation_run_id"),
            ["rule_version_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_evaluation_run_state_evaluation_run_id"), ["state", "id"], unique=False
        )

    op.create_table(
        "fact",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("source_type", sa.String(), nullable=False),
        sa.Column("source_id", WHOLE, nullable=False),
        sa.Column("source_rev", WHOLE, nullable=False),
        sa.Column("metric_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("value", WHOLE, nullable=False),
        sa.Column("n", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_fact_employee_id_employee")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_fact_metric_id_metric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sa.UniqueConstraint(
            "year", "source_type", "source_id", "source_rev", "metric_id", name="uq_fact_once"
        ),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_fact_counted", ["employee_id", "metric_id", "counted_on", "value", "n"], unique=False
        )

    op.create_table(
        "placement",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("position_id", WHOLE, nullable=True),
        sa.Column("evaluator_id", WHOLE, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name=op.f("ck_placement_dates")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_placement_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["evaluator_id"], ["employee.id"], name=op.f("fk_placement_evaluator_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_placement_position_id_position")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_placement_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("employee_id", "starts_on", name=op.f("uq_placement_employee_id_starts_on")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_unit_id_placement_starts_on"), ["unit_id", "starts_on"], unique=False
        )

    op.create_table(
        "rule_metric",
        sa.Column("metric_id", WHOLE, nullable=False),
        sa.Column("rule_version_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_rule_metric_metric_id_metric")),
        sa.ForeignKeyConstraint(
            ["rule_version_id"], ["rule_version.id"], name=op.f("fk_rule_metric_rule_version_id_rule_version")
        ),
        sa.PrimaryKeyConstraint("metric_id", "rule_version_id", name=op.f("pk_rule_metric")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rule_metric", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_metric_rule_version_id"), ["rule_version_id"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("award_id", WHOLE, nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("rule_id", WHOLE, nullable=False),
        sa.Column("window_key", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_ledger_award_id_award")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_ledger_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint(
            "employee_id", "award_id", "revision", name=op.f("uq_ledger_employee_id_award_id_revision")
        ),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_rule_id_ledger_employee_id_ledger_booked_on"),
            ["rule_id", "employee_id", "booked_on"],
            unique=False,
        )

    if (
        op.get_bind().dialect.name == "postgresql"
    ):  # two tables that refer to each other; SQLite has it inline
        op.create_foreign_key(
            "fk_rule_live_version_id_rule_version", "rule", "rule_version", ["live_version_id"], ["id"]
        )

    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            """
            CREATE TRIGGER audit_entry_refuses_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER audit_entry_refuses_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER rule_version_refuses_update BEFORE UPDATE ON rule_version WHEN OLD.published_at IS NOT NULL AND (OLD.fingerprint <> NEW.fingerprint OR OLD.points <> NEW.points OR OLD.policy <> NEW.policy OR CAST(OLD.tree AS TEXT) <> CAST(NEW.tree AS TEXT) OR CAST(OLD.scope AS TEXT) <> CAST(NEW.scope AS TEXT)) BEGIN SELECT RAISE(ABORT, 'rule_version refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER fact_refuses_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'fact refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger refuses DELETE'); END
            """
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE OR REPLACE FUNCTION audit_entry_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_entry refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER audit_entry_refuses_update BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION audit_entry_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_entry refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER audit_entry_refuses_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION rule_version_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'rule_version refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER rule_version_refuses_update BEFORE UPDATE ON rule_version FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND (OLD.fingerprint <> NEW.fingerprint OR OLD.points <> NEW.points OR OLD.policy <> NEW.policy OR CAST(OLD.tree AS TEXT) <> CAST(NEW.tree AS TEXT) OR CAST(OLD.scope AS TEXT) <> CAST(NEW.scope AS TEXT))) EXECUTE FUNCTION rule_version_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION fact_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fact refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER fact_refuses_update BEFORE UPDATE ON fact FOR EACH ROW EXECUTE FUNCTION fact_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION ledger_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ledger refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION ledger_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ledger refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_refuses_delete()
            """
        )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
