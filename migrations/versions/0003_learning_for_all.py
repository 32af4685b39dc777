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
        "calendar_feed",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_calendar_feed_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("account_id", name=op.f("uq_calendar_feed_account_id")),
    )
    op.create_table(
        "certificate_series",
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("last", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_certificate_series_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("agency_id", "year", name=op.f("pk_certificate_series")),
    )
    op.create_table(
        "course",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("outcomes", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("learning_hours", WHOLE, nullable=False),
        sa.Column("least_attendance", WHOLE, nullable=False),
        sa.Column("has_tests", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("author_id", WHOLE, nullable=True),
        sa.Column("reviewer_id", WHOLE, nullable=True),
        sa.Column("review_note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("learning_hours BETWEEN 1 AND 400", name=op.f("ck_course_learning_hours")),
        sa.CheckConstraint("least_attendance BETWEEN 0 AND 100", name=op.f("ck_course_least_attendance")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_course_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_course_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_course_reviewer_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("code", name=op.f("uq_course_code")),
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_course_agency_id_course_state"), ["agency_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_course_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_course_state_course_title_course_id"), ["state", "title", "id"], unique=False
        )

    op.create_table(
        "hours_duty",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employment", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("least", WHOLE, nullable=True),
        sa.Column("most", WHOLE, nullable=True),
        sa.Column("needs_assignment", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("set_by", WHOLE, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("least > 0 AND most > 0", name=op.f("ck_hours_duty_positive")),
        sa.CheckConstraint("least IS NOT NULL OR most IS NOT NULL", name=op.f("ck_hours_duty_something")),
        sa.ForeignKeyConstraint(
            ["set_by"], ["account.id"], name=op.f("fk_hours_duty_set_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_duty")),
        sa.UniqueConstraint("employment", "valid_from", name=op.f("uq_hours_duty_employment_valid_from")),
    )
    op.create_table(
        "hours_rate",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("counting", sa.String(length=40), nullable=False),
        sa.Column("hours", WHOLE, nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("set_by", WHOLE, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "counting = 'programme' OR hours IS NOT NULL", name=op.f("ck_hours_rate_activity")
        ),
        sa.CheckConstraint("hours > 0", name=op.f("ck_hours_rate_hours")),
        sa.ForeignKeyConstraint(
            ["set_by"], ["account.id"], name=op.f("fk_hours_rate_set_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_rate")),
        sa.UniqueConstraint("kind", "valid_from", name=op.f("uq_hours_rate_kind_valid_from")),
    )
    op.create_table(
        "hours_warning",
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("month", WHOLE, nullable=False),
        sa.Column("people", WHOLE, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_hours_warning_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "year", "month", name=op.f("pk_hours_warning")),
        sqlite_with_rowid=False,
    )
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
        "room",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("capacity", WHOLE, nullable=False),
        sa.Column("is_accessible", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_room_capacity")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_room_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_agency_id_room_name"), ["agency_id", "name"], unique=False)

    op.create_table(
        "competence_need",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("unit_id", WHOLE, nullable=False),
        sa.Column("position_kind", sa.String(length=40), nullable=True),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("set_by", WHOLE, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_competence_need_level")),
        sa.ForeignKeyConstraint(
            ["set_by"], ["account.id"], name=op.f("fk_competence_need_set_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_unit.id"], name=op.f("fk_competence_need_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competence_need")),
    )
    with op.batch_alter_table("competence_need", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_competence_need_unit_id_competence_need_tag"), ["unit_id", "tag"], unique=False
        )

    op.create_table(
        "course_measure",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("course_id", WHOLE, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("added_by", WHOLE, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["account.id"], name=op.f("fk_course_measure_added_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_measure_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_measure")),
        sa.UniqueConstraint(
            "course_id", "source", "key", name=op.f("uq_course_measure_course_id_source_key")
        ),
    )
    op.create_table(
        "course_prerequisite",
        sa.Column("course_id", WHOLE, nullable=False),
        sa.Column("needs_id", WHOLE, nullable=False),
        sa.CheckConstraint("course_id <> needs_id", name=op.f("ck_course_prerequisite_not_itself")),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("fk_course_prerequisite_course_id_course"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["needs_id"], ["course.id"], name=op.f("fk_course_prerequisite_needs_id_course")
        ),
        sa.PrimaryKeyConstraint("course_id", "needs_id", name=op.f("pk_course_prerequisite")),
    )
    with op.batch_alter_table("course_prerequisite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_prerequisite_needs_id"), ["needs_id"], unique=False)

    op.create_table(
        "course_question",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("course_id", WHOLE, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("right", WHOLE, nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('"right" >= 0', name=op.f("ck_course_question_right")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_question_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_question")),
    )
    with op.batch_alter_table("course_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_course_question_course_id_course_question_id"), ["course_id", "id"], unique=False
        )

    op.create_table(
        "course_tag",
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("course_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_tag_course_id_course"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag", "course_id", name=op.f("pk_course_tag")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("course_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_tag_course_id"), ["course_id"], unique=False)

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
        "training_session",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("course_id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("online_url", sa.String(), nullable=False),
        sa.Column("capacity", WHOLE, nullable=False),
        sa.Column("selection", sa.String(length=40), nullable=False),
        sa.Column("requests_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offer_hours", WHOLE, nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("unit_id", WHOLE, nullable=True),
        sa.Column("unit_low", WHOLE, nullable=False),
        sa.Column("unit_high", WHOLE, nullable=False),
        sa.Column("budget", WHOLE, nullable=True),
        sa.Column("spent", WHOLE, nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", WHOLE, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_training_session_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_training_session_days")),
        sa.CheckConstraint("requests_until <= starts_at", name=op.f("ck_training_session_requests")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_training_session_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_training_session_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["account.id"],
            name=op.f("fk_training_session_created_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_unit.id"], name=op.f("fk_training_session_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_session_agency_id_training_session_starts_at"),
            ["agency_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_training_session_course_id_training_session_starts_at"),
            ["course_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_training_session_series"), ["series"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_training_session_state_training_session_requests_until"),
            ["state", "requests_until"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_training_session_state_training_session_starts_at_training_session_id"),
            ["state", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_training_session_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_distance",
        sa.Column("unit_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("declared_by", WHOLE, nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["declared_by"],
            ["account.id"],
            name=op.f("fk_unit_distance_declared_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_unit_distance_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_distance")),
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
        "enrolment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("seat", WHOLE, nullable=True),
        sa.Column("place", WHOLE, nullable=True),
        sa.Column("motive", sa.String(), nullable=False),
        sa.Column("basis", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", WHOLE, nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_enrolment_place")),
        sa.CheckConstraint("seat > 0", name=op.f("ck_enrolment_seat")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["employee.id"], name=op.f("fk_enrolment_approved_by_employee")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_enrolment_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_enrolment_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("session_id", "employee_id", name=op.f("uq_enrolment_session_id_employee_id")),
        sa.UniqueConstraint("session_id", "place", name=op.f("uq_enrolment_session_id_place")),
        sa.UniqueConstraint("session_id", "seat", name=op.f("uq_enrolment_session_id_seat")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrolment_employee_id_enrolment_state"), ["employee_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrolment_session_id_enrolment_state_enrolment_place"),
            ["session_id", "state", "place"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_enrolment_state_enrolment_offered_until"), ["state", "offered_until"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_enrolment_unit_key"), ["unit_key"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=True),
        sa.Column("nip_mark", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("erased_by", WHOLE, nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_erasure_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("employee_id", name=op.f("uq_erasure_employee_id")),
    )
    op.create_table(
        "erasure_request",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_erasure_request_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_request")),
    )
    with op.batch_alter_table("erasure_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_erasure_request_waiting",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("withdrawn_at IS NULL AND settled_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL AND settled_at IS NULL"),
        )
        batch_op.create_index(
            "uq_erasure_request_open",
            ["employee_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL AND settled_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL AND settled_at IS NULL"),
        )

    op.create_table(
        "external_certificate",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("hours", WHOLE, nullable=False),
        sa.Column("hours_accepted", WHOLE, nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("file_id", WHOLE, nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_on >= began_on", name=op.f("ck_external_certificate_days")),
        sa.CheckConstraint("hours BETWEEN 1 AND 1000", name=op.f("ck_external_certificate_hours")),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
            name=op.f("fk_external_certificate_decided_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_external_certificate_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_external_certificate_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_certificate")),
    )
    with op.batch_alter_table("external_certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(
                "ix_external_certificate_employee_id_external_certificate_ended_on_external_certificate_id"
            ),
            ["employee_id", "ended_on", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_external_certificate_file_id"), ["file_id"], unique=False)
        batch_op.create_index(
            batch_op.f(
                "ix_external_certificate_state_external_certificate_handed_in_at_external_certificate_id"
            ),
            ["state", "handed_in_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_external_certificate_unit_key_external_certificate_state"),
            ["unit_key", "state"],
            unique=False,
        )

    op.create_table(
        "hours_assignment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("file_id", WHOLE, nullable=True),
        sa.Column("given_by", WHOLE, nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_hours_assignment_days")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_hours_assignment_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_hours_assignment_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["given_by"],
            ["account.id"],
            name=op.f("fk_hours_assignment_given_by_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_assignment")),
        sa.UniqueConstraint("employee_id", "number", name=op.f("uq_hours_assignment_employee_id_number")),
    )
    with op.batch_alter_table("hours_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hours_assignment_employee_id_hours_assignment_starts_on"),
            ["employee_id", "starts_on"],
            unique=False,
        )

    op.create_table(
        "hours_entry",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("held", WHOLE, nullable=False),
        sa.Column("hours", WHOLE, nullable=False),
        sa.Column("source_type", sa.String(), nullable=False),
        sa.Column("source_id", WHOLE, nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("booked_by", WHOLE, nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(hours < 0) = (revision % 2 = 1)", name=op.f("ck_hours_entry_sign")),
        sa.CheckConstraint("hours <> 0", name=op.f("ck_hours_entry_hours")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_hours_entry_revision")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_hours_entry_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_entry")),
        sa.UniqueConstraint(
            "source_type",
            "source_id",
            "employee_id",
            "revision",
            name=op.f("uq_hours_entry_source_type_source_id_employee_id_revision"),
        ),
    )
    with op.batch_alter_table("hours_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hours_entry_employee_id_hours_entry_year_hours_entry_hours"),
            ["employee_id", "year", "hours"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_hours_entry_year_hours_entry_employee_id_hours_entry_hours"),
            ["year", "employee_id", "hours"],
            unique=False,
        )

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
        "seat_allocation",
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("seats", WHOLE, nullable=False),
        sa.Column("requests", WHOLE, nullable=False),
        sa.Column("done", WHOLE, nullable=False),
        sa.Column("last_seated", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("first_waiting", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done <= requests", name=op.f("ck_seat_allocation_progress")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_seat_allocation_session_id_training_session"),
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_seat_allocation")),
    )
    op.create_table(
        "session_day",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("room_id", WHOLE, nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_session_day_hours")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_session_day_room_id_room")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_session_day_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_day")),
    )
    with op.batch_alter_table("session_day", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_day_room_id_session_day_starts_at"), ["room_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_day_session_id_session_day_starts_at"),
            ["session_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "session_material",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_id", WHOLE, nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(file_id IS NULL) <> (url IS NULL)", name=op.f("ck_session_material_file_or_link")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_session_material_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_session_material_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_material")),
    )
    with op.batch_alter_table("session_material", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_material_session_id_session_material_id"),
            ["session_id", "id"],
            unique=False,
        )

    op.create_table(
        "taught_hours",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("hours", WHOLE, nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_taught_hours_hours")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_taught_hours_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_taught_hours_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taught_hours")),
        sa.UniqueConstraint("session_id", "employee_id", name=op.f("uq_taught_hours_session_id_employee_id")),
    )
    with op.batch_alter_table("taught_hours", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_taught_hours_employee_id_taught_hours_day"), ["employee_id", "day"], unique=False
        )

    op.create_table(
        "trainer",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=True),
        sa.Column("employee_id", WHOLE, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("expertise", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("rating_sum", WHOLE, nullable=False),
        sa.Column("rating_count", WHOLE, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_trainer_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_trainer_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer")),
        sa.UniqueConstraint("employee_id", name=op.f("uq_trainer_employee_id")),
    )
    with op.batch_alter_table("trainer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_trainer_agency_id_trainer_name_trainer_id"),
            ["agency_id", "name", "id"],
            unique=False,
        )

    op.create_table(
        "training_certificate",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("agency_id", WHOLE, nullable=False),
        sa.Column("unit_key", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("hours", WHOLE, nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("source_type", sa.String(), nullable=False),
        sa.Column("source_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ended_on >= began_on", name=op.f("ck_training_certificate_days")),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_training_certificate_hours")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_training_certificate_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_training_certificate_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_training_certificate_code")),
        sa.UniqueConstraint("number", name=op.f("uq_training_certificate_number")),
        sa.UniqueConstraint(
            "source_type",
            "source_id",
            "employee_id",
            name=op.f("uq_training_certificate_source_type_source_id_employee_id"),
        ),
    )
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(
                "ix_training_certificate_employee_id_training_certificate_ended_on_training_certificate_id"
            ),
            ["employee_id", "ended_on", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f(
                "ix_training_certificate_unit_key_training_certificate_issued_at_training_certificate_id"
            ),
            ["unit_key", "issued_at", "id"],
            unique=False,
        )

    op.create_table(
        "training_feedback",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("relevance", WHOLE, nullable=False),
        sa.Column("clarity", WHOLE, nullable=False),
        sa.Column("usefulness", WHOLE, nullable=False),
        sa.Column("organisation", WHOLE, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("clarity BETWEEN 1 AND 4", name=op.f("ck_training_feedback_clarity")),
        sa.CheckConstraint("organisation BETWEEN 1 AND 4", name=op.f("ck_training_feedback_organisation")),
        sa.CheckConstraint("relevance BETWEEN 1 AND 4", name=op.f("ck_training_feedback_relevance")),
        sa.CheckConstraint("usefulness BETWEEN 1 AND 4", name=op.f("ck_training_feedback_usefulness")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_training_feedback_session_id_training_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_feedback")),
    )
    with op.batch_alter_table("training_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_feedback_session_id"), ["session_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("enrolment_id", WHOLE, nullable=False),
        sa.Column("day_id", WHOLE, nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", WHOLE, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["account.id"], name=op.f("fk_attendance_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["day_id"], ["session_day.id"], name=op.f("fk_attendance_day_id_session_day")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_attendance_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "day_id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_day_id"), ["day_id"], unique=False)

    op.create_table(
        "attendance_device",
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("enrolment_id", WHOLE, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_attendance_device_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_attendance_device_session_id_training_session"),
        ),
        sa.PrimaryKeyConstraint("session_id", "device", name=op.f("pk_attendance_device")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("attendance_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_device_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_device_used_at"), ["used_at"], unique=False)

    op.create_table(
        "behaviour_check",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("enrolment_id", WHOLE, nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("rater_id", WHOLE, nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scores", sa.JSON(), nullable=True),
        sa.Column("percent", WHOLE, nullable=True),
        sa.Column("obstacle", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (percent IS NULL)", name=op.f("ck_behaviour_check_answered")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_behaviour_check_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["employee.id"], name=op.f("fk_behaviour_check_rater_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_behaviour_check")),
        sa.UniqueConstraint("enrolment_id", "side", name=op.f("uq_behaviour_check_enrolment_id_side")),
    )
    with op.batch_alter_table("behaviour_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_behaviour_check_rater_id_behaviour_check_answered_at_behaviour_check_due_on"),
            ["rater_id", "answered_at", "due_on"],
            unique=False,
        )

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
        "course_trainer",
        sa.Column("course_id", WHOLE, nullable=False),
        sa.Column("trainer_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_trainer_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["trainer.id"], name=op.f("fk_course_trainer_trainer_id_trainer")
        ),
        sa.PrimaryKeyConstraint("course_id", "trainer_id", name=op.f("pk_course_trainer")),
    )
    with op.batch_alter_table("course_trainer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_trainer_trainer_id"), ["trainer_id"], unique=False)

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
        "hours_tag",
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("employee_id", WHOLE, nullable=False),
        sa.Column("entry_id", WHOLE, nullable=False),
        sa.Column("hours", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_hours_tag_employee_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["hours_entry.id"], name=op.f("fk_hours_tag_entry_id_hours_entry")
        ),
        sa.PrimaryKeyConstraint("tag", "employee_id", "entry_id", name=op.f("pk_hours_tag")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("hours_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hours_tag_entry_id"), ["entry_id"], unique=False)

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
        "seat_change",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("enrolment_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", WHOLE, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["account.id"], name=op.f("fk_seat_change_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_seat_change_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_change")),
    )
    with op.batch_alter_table("seat_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_seat_change_enrolment_id_seat_change_id"), ["enrolment_id", "id"], unique=False
        )

    op.create_table(
        "session_trainer",
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("trainer_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_session_trainer_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["trainer.id"], name=op.f("fk_session_trainer_trainer_id_trainer")
        ),
        sa.PrimaryKeyConstraint("session_id", "trainer_id", name=op.f("pk_session_trainer")),
    )
    with op.batch_alter_table("session_trainer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_trainer_trainer_id"), ["trainer_id"], unique=False)

    op.create_table(
        "taken_test",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("enrolment_id", WHOLE, nullable=False),
        sa.Column("turn", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("percent", WHOLE, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_taken_test_percent")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_taken_test_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_test")),
        sa.UniqueConstraint("enrolment_id", "turn", name=op.f("uq_taken_test_enrolment_id_turn")),
    )
    op.create_table(
        "trainer_rating",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("trainer_id", WHOLE, nullable=False),
        sa.Column("score", WHOLE, nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 4", name=op.f("ck_trainer_rating_score")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_trainer_rating_session_id_training_session"),
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["trainer.id"], name=op.f("fk_trainer_rating_trainer_id_trainer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer_rating")),
    )
    with op.batch_alter_table("trainer_rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trainer_rating_session_id"), ["session_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_trainer_rating_trainer_id_trainer_rating_score"),
            ["trainer_id", "score"],
            unique=False,
        )

    op.create_table(
        "training_certificate_change",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("certificate_id", WHOLE, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", WHOLE, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["account.id"],
            name=op.f("fk_training_certificate_change_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["training_certificate.id"],
            name=op.f("fk_training_certificate_change_certificate_id_training_certificate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_certificate_change")),
    )
    with op.batch_alter_table("training_certificate_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_certificate_change_certificate_id_training_certificate_change_id"),
            ["certificate_id", "id"],
            unique=False,
        )

    op.create_table(
        "training_feedback_given",
        sa.Column("enrolment_id", WHOLE, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_training_feedback_given_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_training_feedback_given")),
    )
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

    op.add_column(
        "agency",
        sa.Column(
            "logo_id",
            WHOLE,
            sa.ForeignKey("stored_file.id", name="fk_agency_logo_id_stored_file"),
            nullable=True,
        ),
        inline_references=True,
    )

    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", WHOLE, server_default="0", nullable=False))

    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))

    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            """
            CREATE TRIGGER hours_entry_refuses_update BEFORE UPDATE ON hours_entry BEGIN SELECT RAISE(ABORT, 'hours_entry refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER hours_entry_refuses_delete BEFORE DELETE ON hours_entry BEGIN SELECT RAISE(ABORT, 'hours_entry refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER hours_tag_refuses_update BEFORE UPDATE ON hours_tag BEGIN SELECT RAISE(ABORT, 'hours_tag refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER hours_tag_refuses_delete BEFORE DELETE ON hours_tag BEGIN SELECT RAISE(ABORT, 'hours_tag refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER training_certificate_change_refuses_delete BEFORE DELETE ON training_certificate_change BEGIN SELECT RAISE(ABORT, 'training_certificate_change refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER taught_hours_refuses_update BEFORE UPDATE ON taught_hours BEGIN SELECT RAISE(ABORT, 'taught_hours refuses UPDATE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER taught_hours_refuses_delete BEFORE DELETE ON taught_hours BEGIN SELECT RAISE(ABORT, 'taught_hours refuses DELETE'); END
            """
        )
        op.execute(
            """
            CREATE TRIGGER seat_change_refuses_delete BEFORE DELETE ON seat_change BEGIN SELECT RAISE(ABORT, 'seat_change refuses DELETE'); END
            """
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE OR REPLACE FUNCTION hours_entry_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hours_entry refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER hours_entry_refuses_update BEFORE UPDATE ON hours_entry FOR EACH ROW EXECUTE FUNCTION hours_entry_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION hours_entry_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hours_entry refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER hours_entry_refuses_delete BEFORE DELETE ON hours_entry FOR EACH ROW EXECUTE FUNCTION hours_entry_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION hours_tag_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hours_tag refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER hours_tag_refuses_update BEFORE UPDATE ON hours_tag FOR EACH ROW EXECUTE FUNCTION hours_tag_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION hours_tag_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hours_tag refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER hours_tag_refuses_delete BEFORE DELETE ON hours_tag FOR EACH ROW EXECUTE FUNCTION hours_tag_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION training_certificate_change_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'training_certificate_change refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER training_certificate_change_refuses_delete BEFORE DELETE ON training_certificate_change FOR EACH ROW EXECUTE FUNCTION training_certificate_change_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION taught_hours_refuses_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'taught_hours refuses UPDATE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER taught_hours_refuses_update BEFORE UPDATE ON taught_hours FOR EACH ROW EXECUTE FUNCTION taught_hours_refuses_update()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION taught_hours_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'taught_hours refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER taught_hours_refuses_delete BEFORE DELETE ON taught_hours FOR EACH ROW EXECUTE FUNCTION taught_hours_refuses_delete()
            """
        )
        op.execute(
            """
            CREATE OR REPLACE FUNCTION seat_change_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'seat_change refuses DELETE'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER seat_change_refuses_delete BEFORE DELETE ON seat_change FOR EACH ROW EXECUTE FUNCTION seat_change_refuses_delete()
            """
        )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
