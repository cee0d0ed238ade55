"""Words with keys of what must be equal, also on PostgreSQL; indexes by which lists are walked in their order.

The words themselves are written by the program after the migration: see `search.is_unwritten`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE words")
        op.execute(
            "CREATE VIRTUAL TABLE words USING fts5(title, body, title_folded, body_folded, keys, "
            "tokenize = \"unicode61 remove_diacritics 0\", prefix = '1 2 3')"
        )
    else:
        _words_of_postgresql()
    op.drop_index("ix_assets_kind_status", "assets")
    op.drop_index("ix_assets_unit", "assets")
    op.drop_index("ix_tags_folded", "tags")
    op.create_index("ix_assets_kind_status_slug", "assets", ["kind", "status", "slug"])
    op.create_index("ix_assets_kind_slug", "assets", ["kind", "slug"])
    op.create_index("ix_assets_status_slug", "assets", ["status", "slug"])
    op.create_index("ix_assets_unit_slug", "assets", ["unit", "slug"])
    op.create_index("ix_tags_folded_asset", "tags", ["folded", "asset"])


def _words_of_postgresql() -> None:
    # Slugs come in the order of their letters' codes, whatever language the server was set up in.
    op.execute('ALTER TABLE assets ALTER COLUMN slug TYPE text COLLATE "C"')
    op.create_table(
        "words",
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("found", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_words"),
    )
    op.create_index("ix_words_found", "words", ["found"], postgresql_using="gin", postgresql_with={"fastupdate": "off"})
