"""recognition

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
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("criteria", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("lasts_months", WHOLE, nullable=True))
        batch_op.add_column(sa.Column("version", WHOLE, server_default="1", nullable=False))

    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.create_index(
            "ix_employee_figures",
            ["unit_key", "left_on", "evaluator_id", "account_id", "employment"],
            unique=False,
        )

    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_award_id"), ["award_id"], unique=False)

    with op.batch_alter_table("level", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words", sa.String(), server_default="", nullable=False))

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


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
