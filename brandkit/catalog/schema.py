"""The tables. `migrations` makes them; a test holds that both say the same.

Texts in two languages, rights and releases are JSON: they are read whole and never asked for by part.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TEXT

# The newest migration; `Catalog.open` refuses a database at any other. A test compares it with the migrations.
VERSION = "0003"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

assets = Table(
    "assets",
    metadata,
    Column("key", Integer, primary_key=True),  # row number, also of its entry in the search index
    Column("id", String(32), nullable=False, unique=True),
    # By the codes of its letters, whatever language a server was set up in.
    Column("slug", Text().with_variant(TEXT(collation="C"), "postgresql"), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("status", String(12), nullable=False),
    Column("revision", Integer, nullable=False),  # grows with every change: optimistic locking, order of sidecars
    Column("title", JSON, nullable=False),
    Column("alt", JSON, nullable=False),
    Column("description", JSON, nullable=False),
    Column("caption", JSON, nullable=False),
    Column("creator", Text, nullable=False),
    Column("location", JSON, nullable=False),
    Column("created", Date),
    Column("unit", Text, nullable=False),
    Column("rights", JSON, nullable=False),
    Column("releases", JSON, nullable=False),
    Column("consents", JSON, nullable=False, server_default="[]"),
    Column("replaced_by", Text, nullable=False),
    Column("text", JSON, nullable=False),
    Column("breaks", JSON, nullable=False),
    Column("case", String(10), nullable=False),
    # Each ends in the slug, by which lists are ordered: a page is read from where the one before ended.
    Index(None, "kind", "status", "slug"),
    Index(None, "kind", "slug"),
    Index(None, "status", "slug"),
    Index(None, "unit", "slug"),
)

tags = Table(
    "tags",
    metadata,
    Column("asset", ForeignKey("assets.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("tag", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Index(None, "folded", "asset"),
)

versions = Table(
    "versions",
    metadata,
    Column("asset", ForeignKey("assets.key", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("status", String(12), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("note", JSON, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("asset", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("variant", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("width", Float),
    Column("height", Float),
    Column("metadata", JSON, nullable=False),
    ForeignKeyConstraint(["asset", "version"], ["versions.asset", "versions.number"], ondelete="CASCADE"),
    UniqueConstraint("asset", "version", "name"),
    Index(None, "sha256"),
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("number", Integer, primary_key=True),  # only grows: an index beside the rows is kept in step by it
    Column("sha256", String(64), nullable=False),
    Column("name", String(20), nullable=False),  # a module of brandkit/fingerprints
    Column("view", String(10), nullable=False),  # how the picture was laid out: see fingerprinting.VIEWS
    Column("bits", LargeBinary, nullable=False),
    UniqueConstraint("sha256", "name", "view"),
    sqlite_autoincrement=True,  # never gives a deleted row's number again
)

features = Table(
    "features",
    metadata,
    Column("number", Integer, primary_key=True),  # only grows, as that of fingerprints
    Column("sha256", String(64), nullable=False),
    Column("name", String(20), nullable=False),  # how it was computed from the file, with its version: "orb-1"
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("sha256", "name"),
    sqlite_autoincrement=True,
)

profiles = Table(
    "profiles",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("added_at", String(40), nullable=False),
    Column("retired_at", String(40)),  # when another version took its place
    Index(None, "name"),
)

units = Table(
    "units",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", JSON, nullable=False),
    Column("short", JSON, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("successors", JSON, nullable=False),
)

extras = Table(
    "extras",
    metadata,
    Column("path", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Index(None, "sha256"),
)

imported = Table(
    "imported",
    metadata,
    Column("source", Text, primary_key=True),  # what was imported from: the SHA-256 of a table, a folder's address
    Column("item", Text, primary_key=True),  # a row or file of it
    Column("sha256", String(64), nullable=False),  # of what the item said then: another one is imported again
    Column("slug", Text, nullable=False),
    Column("at", String(40), nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("actor", Text, nullable=False),
    Column("move", String(20), nullable=False),
    Column("asset", String(32), nullable=False),  # its id; "" for what concerns the whole catalog
    Column("slug", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),  # of this row and `previous`: a chain
    Index(None, "asset"),
)
