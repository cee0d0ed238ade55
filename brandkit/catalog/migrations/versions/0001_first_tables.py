"""First tables: assets with versions and files, fingerprints, profiles, units, history, search."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _assets()
    _versions_and_files()
    _fingerprints_and_profiles()
    _units_and_extras()
    _history()
    _search()


def _assets() -> None:
    op.create_table(
        "assets",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("title", "alt", "description", "caption")),
        sa.Column("creator", sa.Text(), nullable=False),
        sa.Column("location", sa.JSON(), nullable=False),
        sa.Column("created", sa.Date()),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("rights", sa.JSON(), nullable=False),
        sa.Column("releases", sa.JSON(), nullable=False),
        sa.Column("replaced_by", sa.Text(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("case", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_assets"),
        sa.UniqueConstraint("id", name="uq_assets_id"),
        sa.UniqueConstraint("slug", name="uq_assets_slug"),
    )
    op.create_index("ix_assets_kind_status", "assets", ["kind", "status"])
    op.create_index("ix_assets_unit", "assets", ["unit"])
    op.create_table(
        "tags",
        sa.Column("asset", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("asset", "position", name="pk_tags"),
        sa.ForeignKeyConstraint(["asset"], ["assets.key"], name="fk_tags_asset", ondelete="CASCADE"),
    )
    op.create_index("ix_tags_folded", "tags", ["folded"])


def _versions_and_files() -> None:
    op.create_table(
        "versions",
        sa.Column("asset", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("asset", "number", name="pk_versions"),
        sa.ForeignKeyConstraint(["asset"], ["assets.key"], name="fk_versions_asset", ondelete="CASCADE"),
    )
    op.create_table(
        "files",
        sa.Column("asset", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Float()),
        sa.Column("height", sa.Float()),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("asset", "version", "position", name="pk_files"),
        sa.ForeignKeyConstraint(
            ["asset", "version"],
            ["versions.asset", "versions.number"],
            name="fk_files_asset_version",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("asset", "version", "name", name="uq_files_asset_version_name"),
    )
    op.create_index("ix_files_sha256", "files", ["sha256"])


def _fingerprints_and_profiles() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("view", sa.String(10), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "name", "view", name="pk_fingerprints"),
    )
    op.create_table(
        "profiles",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.String(40), nullable=False),
        sa.Column("retired_at", sa.String(40)),
        sa.PrimaryKeyConstraint("key", name="pk_profiles"),
    )
    op.create_index("ix_profiles_name", "profiles", ["name"])


def _units_and_extras() -> None:
    op.create_table(
        "units",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("short", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successors", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_units"),
    )
    op.create_table(
        "extras",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_extras"),
    )
    op.create_index("ix_extras_sha256", "extras", ["sha256"])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in _HISTORY),
        sa.PrimaryKeyConstraint("number", name="pk_history"),
        sa.UniqueConstraint("sha256", name="uq_history_sha256"),
    )
    op.create_index("ix_history_asset", "history", ["asset"])


def _search() -> None:
    # FTS5 folds no đ with any setting: both columns of a pair are written ready, NFC and folded.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE words USING fts5(title, body, title_folded, body_folded, "
            "tokenize = \"unicode61 remove_diacritics 0\", prefix = '2 3')"
        )


_HISTORY = (
    ("at", sa.String(40)),
    ("actor", sa.Text()),
    ("move", sa.String(20)),
    ("asset", sa.String(32)),
    ("slug", sa.Text()),
    ("note", sa.Text()),
    ("details", sa.JSON()),
    ("previous", sa.String(64)),
    ("sha256", sa.String(64)),
)
