"""Fingerprints numbered in the order in which they came, features, consents, and how far an import has come."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _number_fingerprints()
    _features()
    _imported()
    with op.batch_alter_table("assets") as batch:
        batch.add_column(sa.Column("consents", sa.JSON(), nullable=False, server_default="[]"))


def _number_fingerprints() -> None:
    op.rename_table("fingerprints", "old_fingerprints")
    op.create_table(
        "fingerprints",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("view", sa.String(10), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        # The old table keeps the plain name of its key until it is gone, where names are of the whole database.
        sa.PrimaryKeyConstraint("number", name="pk_numbered_fingerprints"),
        sa.UniqueConstraint("sha256", "name", "view", name="uq_fingerprints_sha256_name_view"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO fingerprints (sha256, name, view, bits) "
        "SELECT sha256, name, view, bits FROM old_fingerprints ORDER BY sha256, name, view"
    )
    op.drop_table("old_fingerprints")


def _features() -> None:
    op.create_table(
        "features",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_features"),
        sa.UniqueConstraint("sha256", "name", name="uq_features_sha256_name"),
        sqlite_autoincrement=True,
    )


def _imported() -> None:
    op.create_table(
        "imported",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("source", "item", name="pk_imported"),
    )
