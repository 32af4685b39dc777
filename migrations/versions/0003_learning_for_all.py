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

    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", WHOLE, server_default="0", nullable=False))

    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
