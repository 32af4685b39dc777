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
        sa.Column("weight", WHOLE, nullable=False),
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
        batch_op.create_index(
            "ix_employee_hidden",
            ["unit_key", "id"],
            unique=False,
            sqlite_where=sa.text("NOT is_on_boards OR left_on IS NOT NULL"),
            postgresql_where=sa.text("NOT is_on_boards OR left_on IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_employee_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_employee_unit_key_employee_name_employee_id"),
            ["unit_key", "name", "id"],
            unique=False,
        )

    op.create_table(
        "identity",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_identity_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_account_id"), ["account_id"], unique=False)

    op.create_table(
        "import_run",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("file_id", WHOLE, nullable=False),
        sa.Column("started_by", WHOLE, nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created", WHOLE, nullable=False),
        sa.Column("changed", WHOLE, nullable=False),
        sa.Column("unchanged", WHOLE, nullable=False),
        sa.Column("problem_count", WHOLE, nullable=False),
        sa.Column("warning_count", WHOLE, nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_import_run_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["account.id"], name=op.f("fk_import_run_started_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_run_started_by_import_run_id"), ["started_by", "id"], unique=False
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
        "service",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("standard_days", WHOLE, nullable=True),
        sa.Column("standard_fee", sa.String(), nullable=False),
        sa.Column("requirements", sa.String(), nullable=False),
        sa.Column("served_per_year", WHOLE, nullable=True),
        sa.Column("usual_per_day", WHOLE, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "standard_days IS NULL OR standard_days BETWEEN 0 AND 365", name=op.f("ck_service_standard_days")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_service_agency_id_agency")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_service_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("code", name=op.f("uq_service_code")),
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_agency_id_service_name_service_id"),
            ["agency_id", "name", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_is_open_service_name_service_id"), ["is_open", "name", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_service_unit_key_service_name_service_id"),
            ["unit_key", "name", "id"],
            unique=False,
        )

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
        "unit_former_key",
        sa.Column("path_key", WHOLE, autoincrement=False, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_unit.id"], name=op.f("fk_unit_former_key_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("path_key", name=op.f("pk_unit_former_key")),
    )
    with op.batch_alter_table("unit_former_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_former_key_unit_id"), ["unit_id"], unique=False)

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
        "counter",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("service_id", WHOLE, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_counter_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("code", name=op.f("uq_counter_code")),
    )
    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counter_service_id_counter_name_counter_id"),
            ["service_id", "name", "id"],
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
        "improvement_action",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("service_id", WHOLE, nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_improvement_action_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_action")),
    )
    with op.batch_alter_table("improvement_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_improvement_action_service_id_improvement_action_due_on_improvement_action_id"),
            ["service_id", "due_on", "id"],
            unique=False,
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
        batch_op.create_index(batch_op.f("ix_placement_unit_key"), ["unit_key"], unique=False)

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
        "satisfaction_survey",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("service_id", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("weight_mode", sa.String(length=40), nullable=False),
        sa.Column("elements", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_satisfaction_survey_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfaction_survey")),
        sa.UniqueConstraint(
            "service_id", "valid_from", name=op.f("uq_satisfaction_survey_service_id_valid_from")
        ),
    )
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

    op.create_table(
        "performance_plan",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("placement_id", WHOLE, nullable=True),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("position_id", WHOLE, nullable=True),
        sa.Column("evaluator_id", WHOLE, nullable=True),
        sa.Column("approach", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_number", WHOLE, nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_performance_plan_dates")),
        sa.CheckConstraint("evaluator_id <> employee_id", name=op.f("ck_performance_plan_not_own_evaluator")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_performance_plan_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["evaluator_id"], ["employee.id"], name=op.f("fk_performance_plan_evaluator_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_performance_plan_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_performance_plan_position_id_position")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_unit.id"], name=op.f("fk_performance_plan_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_plan")),
        sa.UniqueConstraint(
            "employee_id", "starts_on", name=op.f("uq_performance_plan_employee_id_starts_on")
        ),
    )
    with op.batch_alter_table("performance_plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(
                "ix_performance_plan_evaluator_id_performance_plan_state_performance_plan_state_since"
            ),
            ["evaluator_id", "state", "state_since"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_performance_plan_state_performance_plan_ends_on"),
            ["state", "ends_on"],
            unique=False,
        )

    op.create_table(
        "visit_token",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("counter_id", WHOLE, nullable=False),
        sa.Column("officer_id", WHOLE, nullable=True),
        sa.Column("issued_by", WHOLE, nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_visit_token_counter_id_counter")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["account.id"], name=op.f("fk_visit_token_issued_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["employee.id"], name=op.f("fk_visit_token_officer_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_visit_token_token_hash")),
    )
    with op.batch_alter_table("visit_token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_token_counter_id_visit_token_issued_at"),
            ["counter_id", "issued_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_visit_token_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "plan_step",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("plan_id", WHOLE, nullable=False),
        sa.Column("version_number", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("for_id", WHOLE, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_plan_step_by_id_employee")),
        sa.ForeignKeyConstraint(["for_id"], ["employee.id"], name=op.f("fk_plan_step_for_id_employee")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["performance_plan.id"], name=op.f("fk_plan_step_plan_id_performance_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
    )
    with op.batch_alter_table("plan_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_step_plan_id_plan_step_id"), ["plan_id", "id"], unique=False
        )

    op.create_table(
        "plan_version",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("plan_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["employee.id"], name=op.f("fk_plan_version_agreed_by_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["performance_plan.id"], name=op.f("fk_plan_version_plan_id_performance_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    op.create_table(
        "review",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("service_id", WHOLE, nullable=False),
        sa.Column("counter_id", WHOLE, nullable=True),
        sa.Column("visit_token_id", WHOLE, nullable=True),
        sa.Column("officer_id", WHOLE, nullable=True),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("req", sa.SmallInteger(), nullable=True),
        sa.Column("proc", sa.SmallInteger(), nullable=True),
        sa.Column("time", sa.SmallInteger(), nullable=True),
        sa.Column("cost", sa.SmallInteger(), nullable=True),
        sa.Column("prod", sa.SmallInteger(), nullable=True),
        sa.Column("comp", sa.SmallInteger(), nullable=True),
        sa.Column("beh", sa.SmallInteger(), nullable=True),
        sa.Column("fac", sa.SmallInteger(), nullable=True),
        sa.Column("compl", sa.SmallInteger(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("hold_reasons", sa.String(), nullable=False),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address_hash", sa.String(), nullable=True),
        sa.Column("wording_hash", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("import_key", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state <> 'rejected' OR decision <> ''", name=op.f("ck_review_rejected_with_reason")
        ),
        sa.CheckConstraint(
            '"req" BETWEEN 1 AND 4 AND "proc" BETWEEN 1 AND 4 AND "time" BETWEEN 1 AND 4 AND "cost" BETWEEN 1 AND 4 AND "prod" BETWEEN 1 AND 4 AND "comp" BETWEEN 1 AND 4 AND "beh" BETWEEN 1 AND 4 AND "fac" BETWEEN 1 AND 4 AND "compl" BETWEEN 1 AND 4',
            name=op.f("ck_review_answers"),
        ),
        sa.CheckConstraint(
            "is_verified = (visit_token_id IS NOT NULL)", name=op.f("ck_review_verified_by_visit")
        ),
        sa.CheckConstraint(
            "officer_id IS NULL OR visit_token_id IS NOT NULL", name=op.f("ck_review_officer_only_with_visit")
        ),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_review_counter_id_counter")),
        sa.ForeignKeyConstraint(["officer_id"], ["employee.id"], name=op.f("fk_review_officer_id_employee")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_review_service_id_service")),
        sa.ForeignKeyConstraint(
            ["visit_token_id"], ["visit_token.id"], name=op.f("fk_review_visit_token_id_visit_token")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("number", name=op.f("uq_review_number")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_address",
            ["address_hash", "submitted_at"],
            unique=False,
            sqlite_where=sa.text("address_hash IS NOT NULL"),
            postgresql_where=sa.text("address_hash IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_review_held",
            ["service_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.create_index(
            "ix_review_officer",
            ["officer_id", "day"],
            unique=False,
            sqlite_where=sa.text("officer_id IS NOT NULL"),
            postgresql_where=sa.text("officer_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_review_results",
            [
                "service_id",
                "day",
                "state",
                "is_verified",
                "req",
                "proc",
                "time",
                "cost",
                "prod",
                "comp",
                "beh",
                "fac",
                "compl",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_review_wording",
            ["service_id", "wording_hash"],
            unique=False,
            sqlite_where=sa.text("wording_hash IS NOT NULL"),
            postgresql_where=sa.text("wording_hash IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_review_import_key",
            ["import_key"],
            unique=True,
            sqlite_where=sa.text("import_key IS NOT NULL"),
            postgresql_where=sa.text("import_key IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_review_proof",
            ["proof"],
            unique=True,
            sqlite_where=sa.text("proof IS NOT NULL"),
            postgresql_where=sa.text("proof IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_review_visit_token_id",
            ["visit_token_id"],
            unique=True,
            sqlite_where=sa.text("visit_token_id IS NOT NULL"),
            postgresql_where=sa.text("visit_token_id IS NOT NULL"),
        )

    op.create_table(
        "review_contact",
        sa.Column("review_id", WHOLE, nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_contact_review_id_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_contact")),
    )
    with op.batch_alter_table("review_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_contact_given_at"), ["given_at"], unique=False)

    op.create_table(
        "review_contest",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("review_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
            name=op.f("fk_review_contest_decided_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_review_contest_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_contest_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_contest")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_contest_review_id")),
    )
    with op.batch_alter_table("review_contest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_contest_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_contest_state_review_contest_contested_at"),
            ["state", "contested_at"],
            unique=False,
        )

    op.create_table(
        "review_moderation",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("review_id", WHOLE, nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_moderation_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_moderation")),
    )
    with op.batch_alter_table("review_moderation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_moderation_review_id_review_moderation_id"),
            ["review_id", "id"],
            unique=False,
        )

    op.create_table(
        "review_reply",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("service_id", WHOLE, nullable=False),
        sa.Column("review_id", WHOLE, nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("replied_by", WHOLE, nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["replied_by"],
            ["account.id"],
            name=op.f("fk_review_reply_replied_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_reply_review_id_review")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_review_reply_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_reply")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_reply_review_id")),
    )
    with op.batch_alter_table("review_reply", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_reply_service_id_review_reply_replied_at"),
            ["service_id", "replied_at"],
            unique=False,
        )

    op.create_table(
        "work_result",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("version_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("superior_result_id", WHOLE, nullable=True),
        sa.Column("superior_text", sa.String(), nullable=False),
        sa.Column("assigned_by", sa.String(), nullable=False),
        sa.Column("perspective", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["superior_result_id"],
            ["work_result.id"],
            name=op.f("fk_work_result_superior_result_id_work_result"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_work_result_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_result")),
    )
    with op.batch_alter_table("work_result", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_result_superior_result_id"), ["superior_result_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_work_result_version_id_work_result_number"), ["version_id", "number"], unique=False
        )

    op.create_table(
        "indicator",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("result_id", WHOLE, nullable=False),
        sa.Column("first_id", WHOLE, nullable=True),
        sa.Column("owner_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("aspect", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("reading", sa.String(length=40), nullable=False),
        sa.Column("baseline", WHOLE, nullable=True),
        sa.Column("target_low", WHOLE, nullable=True),
        sa.Column("target_high", WHOLE, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("evidence_expected", sa.String(), nullable=False),
        sa.Column("realization", WHOLE, nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("achieved_on", sa.Date(), nullable=True),
        sa.Column("mark_count", WHOLE, nullable=False),
        sa.CheckConstraint("target_high > target_low", name=op.f("ck_indicator_range")),
        sa.CheckConstraint("target_low >= 0", name=op.f("ck_indicator_target")),
        sa.ForeignKeyConstraint(["first_id"], ["indicator.id"], name=op.f("fk_indicator_first_id_indicator")),
        sa.ForeignKeyConstraint(["owner_id"], ["employee.id"], name=op.f("fk_indicator_owner_id_employee")),
        sa.ForeignKeyConstraint(
            ["result_id"], ["work_result.id"], name=op.f("fk_indicator_result_id_work_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_indicator_result_id_indicator_number"), ["result_id", "number"], unique=False
        )

    op.create_table(
        "progress_entry",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("plan_id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("supersedes_id", WHOLE, nullable=True),
        sa.Column("value", WHOLE, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_progress_entry_value")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["employee.id"], name=op.f("fk_progress_entry_author_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_progress_entry_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["performance_plan.id"], name=op.f("fk_progress_entry_plan_id_performance_plan")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["progress_entry.id"],
            name=op.f("fk_progress_entry_supersedes_id_progress_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_entry")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_progress_entry_supersedes_id")),
    )
    with op.batch_alter_table("progress_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_progress_entry_indicator_id_progress_entry_as_of_on_progress_entry_id"),
            ["indicator_id", "as_of_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_progress_entry_plan_id_progress_entry_state_progress_entry_submitted_at"),
            ["plan_id", "state", "submitted_at"],
            unique=False,
        )

    op.create_table(
        "evidence",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("entry_id", WHOLE, nullable=False),
        sa.Column("file_id", WHOLE, nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.CheckConstraint("(file_id IS NULL) <> (link IS NULL)", name=op.f("ck_evidence_one")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["progress_entry.id"], name=op.f("fk_evidence_entry_id_progress_entry")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_file_id"), ["file_id"], unique=False)

    op.create_table(
        "progress_decision",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("entry_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("effect", WHOLE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author_id", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=False),
        sa.Column("for_id", WHOLE, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by_id <> author_id", name=op.f("ck_progress_decision_not_self")),
        sa.CheckConstraint("effect BETWEEN -1 AND 1", name=op.f("ck_progress_decision_effect")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["employee.id"], name=op.f("fk_progress_decision_author_id_employee")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_progress_decision_by_id_employee")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["progress_entry.id"], name=op.f("fk_progress_decision_entry_id_progress_entry")
        ),
        sa.ForeignKeyConstraint(
            ["for_id"], ["employee.id"], name=op.f("fk_progress_decision_for_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_decision")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_progress_decision_entry_id_number")),
    )
    op.create_table(
        "achievement_mark",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("indicator_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("decision_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sign", WHOLE, nullable=False),
        sa.Column("is_on_time", sa.Boolean(), nullable=False),
        sa.CheckConstraint("sign IN (-1, 1)", name=op.f("ck_achievement_mark_sign")),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["progress_decision.id"],
            name=op.f("fk_achievement_mark_decision_id_progress_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_achievement_mark_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_achievement_mark_indicator_id_indicator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievement_mark")),
        sa.UniqueConstraint("indicator_id", "number", name=op.f("uq_achievement_mark_indicator_id_number")),
    )
    with op.batch_alter_table("achievement_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_achievement_mark_decision_id"), ["decision_id"], unique=False)

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
        op.execute(
            """
            CREATE TRIGGER plan_step_refuses_update BEFORE UPDATE ON plan_step BEGIN SELECT RAISE(ABORT, 'plan_step refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER plan_step_refuses_delete BEFORE DELETE ON plan_step BEGIN SELECT RAISE(ABORT, 'plan_step refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER review_moderation_refuses_update BEFORE UPDATE ON review_moderation BEGIN SELECT RAISE(ABORT, 'review_moderation refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER review_moderation_refuses_delete BEFORE DELETE ON review_moderation BEGIN SELECT RAISE(ABORT, 'review_moderation refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER progress_decision_refuses_update BEFORE UPDATE ON progress_decision BEGIN SELECT RAISE(ABORT, 'progress_decision refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER progress_decision_refuses_delete BEFORE DELETE ON progress_decision BEGIN SELECT RAISE(ABORT, 'progress_decision refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER achievement_mark_refuses_update BEFORE UPDATE ON achievement_mark BEGIN SELECT RAISE(ABORT, 'achievement_mark refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER achievement_mark_refuses_delete BEFORE DELETE ON achievement_mark BEGIN SELECT RAISE(ABORT, 'achievement_mark refuses DELETE'); END
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
        op.execute(
            """
            CREATE OR REPLACE FUNCTION plan_step_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'plan_step refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER plan_step_refuses_update BEFORE UPDATE ON plan_step FOR EACH ROW EXECUTE FUNCTION plan_step_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION plan_step_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'plan_step refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER plan_step_refuses_delete BEFORE DELETE ON plan_step FOR EACH ROW EXECUTE FUNCTION plan_step_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION review_moderation_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'review_moderation refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER review_moderation_refuses_update BEFORE UPDATE ON review_moderation FOR EACH ROW EXECUTE FUNCTION review_moderation_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION review_moderation_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'review_moderation refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER review_moderation_refuses_delete BEFORE DELETE ON review_moderation FOR EACH ROW EXECUTE FUNCTION review_moderation_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION progress_decision_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'progress_decision refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER progress_decision_refuses_update BEFORE UPDATE ON progress_decision FOR EACH ROW EXECUTE FUNCTION progress_decision_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION progress_decision_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'progress_decision refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER progress_decision_refuses_delete BEFORE DELETE ON progress_decision FOR EACH ROW EXECUTE FUNCTION progress_decision_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION achievement_mark_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'achievement_mark refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER achievement_mark_refuses_update BEFORE UPDATE ON achievement_mark FOR EACH ROW EXECUTE FUNCTION achievement_mark_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION achievement_mark_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'achievement_mark refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER achievement_mark_refuses_delete BEFORE DELETE ON achievement_mark FOR EACH ROW EXECUTE FUNCTION achievement_mark_refuses_delete()
            """
        )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
