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
    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.create_index(
            "ix_employee_figures",
            ["unit_key", "left_on", "evaluator_id", "account_id", "employment"],
            unique=False,
        )

    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_award_id"), ["award_id"], unique=False)

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


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
