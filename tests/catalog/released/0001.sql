CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE assets (
    "key" INTEGER NOT NULL, 
    id VARCHAR(32) NOT NULL, 
    slug TEXT NOT NULL, 
    kind VARCHAR(10) NOT NULL, 
    status VARCHAR(12) NOT NULL, 
    revision INTEGER NOT NULL, 
    title JSON NOT NULL, 
    alt JSON NOT NULL, 
    description JSON NOT NULL, 
    caption JSON NOT NULL, 
    creator TEXT NOT NULL, 
    location JSON NOT NULL, 
    created DATE, 
    unit TEXT NOT NULL, 
    rights JSON NOT NULL, 
    releases JSON NOT NULL, 
    replaced_by TEXT NOT NULL, 
    text JSON NOT NULL, 
    breaks JSON NOT NULL, 
    "case" VARCHAR(10) NOT NULL, 
    CONSTRAINT pk_assets PRIMARY KEY ("key"), 
    CONSTRAINT uq_assets_id UNIQUE (id), 
    CONSTRAINT uq_assets_slug UNIQUE (slug)
);
CREATE TABLE tags (
    asset INTEGER NOT NULL, 
    position INTEGER NOT NULL, 
    tag TEXT NOT NULL, 
    folded TEXT NOT NULL, 
    CONSTRAINT pk_tags PRIMARY KEY (asset, position), 
    CONSTRAINT fk_tags_asset FOREIGN KEY(asset) REFERENCES assets ("key") ON DELETE CASCADE
);
CREATE TABLE versions (
    asset INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    status VARCHAR(12) NOT NULL, 
    valid_from DATE, 
    valid_to DATE, 
    note JSON NOT NULL, 
    CONSTRAINT pk_versions PRIMARY KEY (asset, number), 
    CONSTRAINT fk_versions_asset FOREIGN KEY(asset) REFERENCES assets ("key") ON DELETE CASCADE
);
CREATE TABLE files (
    asset INTEGER NOT NULL, 
    version INTEGER NOT NULL, 
    position INTEGER NOT NULL, 
    variant TEXT NOT NULL, 
    name TEXT NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    media_type VARCHAR(40) NOT NULL, 
    size_bytes INTEGER NOT NULL, 
    width FLOAT, 
    height FLOAT, 
    metadata JSON NOT NULL, 
    CONSTRAINT pk_files PRIMARY KEY (asset, version, position), 
    CONSTRAINT fk_files_asset_version FOREIGN KEY(asset, version) REFERENCES versions (asset, number) ON DELETE CASCADE, 
    CONSTRAINT uq_files_asset_version_name UNIQUE (asset, version, name)
);
CREATE TABLE fingerprints (
    sha256 VARCHAR(64) NOT NULL, 
    name VARCHAR(20) NOT NULL, 
    "view" VARCHAR(10) NOT NULL, 
    bits BLOB NOT NULL, 
    CONSTRAINT pk_fingerprints PRIMARY KEY (sha256, name, "view")
);
CREATE TABLE profiles (
    "key" INTEGER NOT NULL, 
    name TEXT NOT NULL, 
    version TEXT NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    data BLOB NOT NULL, 
    added_at VARCHAR(40) NOT NULL, 
    retired_at VARCHAR(40), 
    CONSTRAINT pk_profiles PRIMARY KEY ("key")
);
CREATE TABLE units (
    slug TEXT NOT NULL, 
    position INTEGER NOT NULL, 
    name JSON NOT NULL, 
    short JSON NOT NULL, 
    valid_from DATE, 
    valid_to DATE, 
    successors JSON NOT NULL, 
    CONSTRAINT pk_units PRIMARY KEY (slug)
);
CREATE TABLE extras (
    path TEXT NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    CONSTRAINT pk_extras PRIMARY KEY (path)
);
CREATE TABLE history (
    number INTEGER NOT NULL, 
    at VARCHAR(40) NOT NULL, 
    actor TEXT NOT NULL, 
    move VARCHAR(20) NOT NULL, 
    asset VARCHAR(32) NOT NULL, 
    slug TEXT NOT NULL, 
    note TEXT NOT NULL, 
    details JSON NOT NULL, 
    previous VARCHAR(64) NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    CONSTRAINT pk_history PRIMARY KEY (number), 
    CONSTRAINT uq_history_sha256 UNIQUE (sha256)
);
CREATE VIRTUAL TABLE words USING fts5(title, body, title_folded, body_folded, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3');
INSERT INTO "alembic_version" ("version_num") VALUES ('0001');
INSERT INTO "assets" ("key", "id", "slug", "kind", "status", "revision", "title", "alt", "description", "caption", "creator", "location", "created", "unit", "rights", "releases", "replaced_by", "text", "breaks", "case") VALUES (1, '9419be84399f47bf9ebbf7772e4693b4', 'basket-boat', 'photo', 'approved', 2, '{"vi": "Thuy\u1ec1n th\u00fang B\u00e3i Sau", "en": "Basket boat"}', '{}', '{}', '{"vi": "Thuy\u1ec1n th\u00fang tr\u00ean B\u00e3i Sau", "en": "A basket boat on Back Beach"}', 'Nguyễn Thị Ảnh', '{}', '2022-05-01', '', '{"holder": "", "credit": "", "license": "", "license_url": "", "usage_terms": {}, "territory": [], "media": [], "valid_from": null, "valid_to": null, "commercial": null}', '[{"type": "model", "reference": "MR-1", "subject": "", "date": "2022-04-20", "valid_to": null, "withdrawn": null}]', '', '{}', '{}', 'as-written');
INSERT INTO "assets" ("key", "id", "slug", "kind", "status", "revision", "title", "alt", "description", "caption", "creator", "location", "created", "unit", "rights", "releases", "replaced_by", "text", "breaks", "case") VALUES (2, '3458cb1737b64c20ae0fb9b019a6264e', 'song-goi', 'slogan', 'withdrawn', 2, '{"vi": "Kh\u1ea9u hi\u1ec7u ph\u01b0\u1eddng"}', '{}', '{}', '{}', '', '{}', NULL, '', '{"holder": "", "credit": "", "license": "", "license_url": "", "usage_terms": {}, "territory": [], "media": [], "valid_from": null, "valid_to": null, "commercial": null}', '[]', '', '{"vi": "S\u00f3ng g\u1ecdi ng\u01b0\u1eddi v\u1ec1", "en": "The waves call us home"}', '{"vi": ["S\u00f3ng g\u1ecdi", "ng\u01b0\u1eddi v\u1ec1"]}', 'as-written');
INSERT INTO "assets" ("key", "id", "slug", "kind", "status", "revision", "title", "alt", "description", "caption", "creator", "location", "created", "unit", "rights", "releases", "replaced_by", "text", "breaks", "case") VALUES (3, 'f0da954e8fcd4f22a12661138dc36928', 'thang-tam', 'logo', 'approved', 1, '{"vi": "Bi\u1ec3u tr\u01b0ng ph\u01b0\u1eddng Th\u1eafng Tam", "en": "Th\u1eafng Tam Ward logo"}', '{}', '{}', '{}', '', '{}', NULL, 'phuong-thang-tam', '{"holder": "UBND ph\u01b0\u1eddng Th\u1eafng Tam", "credit": "", "license": "", "license_url": "", "usage_terms": {}, "territory": [], "media": [], "valid_from": "2020-01-01", "valid_to": null, "commercial": null}', '[]', '', '{}', '{}', 'as-written');
INSERT INTO "assets" ("key", "id", "slug", "kind", "status", "revision", "title", "alt", "description", "caption", "creator", "location", "created", "unit", "rights", "releases", "replaced_by", "text", "breaks", "case") VALUES (4, 'c516bd73a3cc427fa3ae687c93b51934', 'khau-hieu-moi', 'slogan', 'draft', 1, '{"vi": "Kh\u1ea9u hi\u1ec7u m\u1edbi"}', '{}', '{}', '{}', '', '{}', NULL, '', '{"holder": "", "credit": "", "license": "", "license_url": "", "usage_terms": {}, "territory": [], "media": [], "valid_from": null, "valid_to": null, "commercial": null}', '[]', '', '{"vi": "\u0110\u01b0\u1eddng v\u1ec1 bi\u1ec3n"}', '{}', 'as-written');
INSERT INTO "tags" ("asset", "position", "tag", "folded") VALUES (3, 0, 'phường', 'phuong');
INSERT INTO "tags" ("asset", "position", "tag", "folded") VALUES (3, 1, 'biển', 'bien');
INSERT INTO "tags" ("asset", "position", "tag", "folded") VALUES (1, 0, 'thuyền', 'thuyen');
INSERT INTO "tags" ("asset", "position", "tag", "folded") VALUES (1, 1, 'biển', 'bien');
INSERT INTO "versions" ("asset", "number", "status", "valid_from", "valid_to", "note") VALUES (3, 1, 'superseded', NULL, '2021-12-31', '{}');
INSERT INTO "versions" ("asset", "number", "status", "valid_from", "valid_to", "note") VALUES (3, 2, 'approved', '2022-01-01', NULL, '{}');
INSERT INTO "versions" ("asset", "number", "status", "valid_from", "valid_to", "note") VALUES (1, 1, 'approved', NULL, NULL, '{}');
INSERT INTO "versions" ("asset", "number", "status", "valid_from", "valid_to", "note") VALUES (2, 1, 'withdrawn', NULL, '2026-11-23', '{}');
INSERT INTO "versions" ("asset", "number", "status", "valid_from", "valid_to", "note") VALUES (4, 1, 'draft', NULL, NULL, '{}');
INSERT INTO "files" ("asset", "version", "position", "variant", "name", "sha256", "media_type", "size_bytes", "width", "height", "metadata") VALUES (3, 1, 0, 'full-color', 'v1/full-color.svg', '92b3f8131feef3139033c7587b12f9310818d6b85eb6b852c53edc3dd48bdb0e', 'image/svg+xml', 414, 120.0, 60.0, '{"title": {"vi": "D\u1ea5u 9"}}');
INSERT INTO "files" ("asset", "version", "position", "variant", "name", "sha256", "media_type", "size_bytes", "width", "height", "metadata") VALUES (3, 2, 0, 'horizontal-full-color', 'full-color.svg', '1bc48fea04e9c641d1e0758c2b7ec4580a834ac6099aea2d215cb0540e89729a', 'image/svg+xml', 413, 120.0, 60.0, '{"title": {"vi": "D\u1ea5u 3"}}');
INSERT INTO "files" ("asset", "version", "position", "variant", "name", "sha256", "media_type", "size_bytes", "width", "height", "metadata") VALUES (3, 2, 1, 'horizontal-reversed', 'reversed.svg', 'b0ad697c0eb67a179f58a1c56ec1d7389f8058009e88e1e9e588abeac9bafae0', 'image/svg+xml', 413, 120.0, 60.0, '{"title": {"vi": "D\u1ea5u 3"}}');
INSERT INTO "files" ("asset", "version", "position", "variant", "name", "sha256", "media_type", "size_bytes", "width", "height", "metadata") VALUES (1, 1, 0, 'original', 'basket-boat.jpg', 'c47d1d2e1b981a9b933bdfc1a04c420b2d3663c7bb4718392e3a8bf250946466', 'image/jpeg', 2210, 96.0, 64.0, '{}');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('c47d1d2e1b981a9b933bdfc1a04c420b2d3663c7bb4718392e3a8bf250946466', 'dhash', 'whole', X'0A4A4D2D0BABAD9C');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('c47d1d2e1b981a9b933bdfc1a04c420b2d3663c7bb4718392e3a8bf250946466', 'pdq', 'whole', X'80AAF375E6878E5CAE17373C322A84B2C5B8B8C524AAC73ABA67AA4DAA55A273');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('c47d1d2e1b981a9b933bdfc1a04c420b2d3663c7bb4718392e3a8bf250946466', 'phash', 'whole', X'F367D5D9F1A60041');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('b0ad697c0eb67a179f58a1c56ec1d7389f8058009e88e1e9e588abeac9bafae0', 'dhash', 'whole', X'0000000000000000');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('b0ad697c0eb67a179f58a1c56ec1d7389f8058009e88e1e9e588abeac9bafae0', 'pdq', 'whole', X'F3BAF3ABF3ABF3BA0C470C45F3BAF3BAE3080C04D108F3A8F3B8C100F39A0C45');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('b0ad697c0eb67a179f58a1c56ec1d7389f8058009e88e1e9e588abeac9bafae0', 'phash', 'whole', X'970028FB20D2D7F7');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('b0ad697c0eb67a179f58a1c56ec1d7389f8058009e88e1e9e588abeac9bafae0', 'dhash', 'shape', X'303030303666A430');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('b0ad697c0eb67a179f58a1c56ec1d7389f8058009e88e1e9e588abeac9bafae0', 'pdq', 'shape', X'69B3AA7CF2C35D82077CA8C19E835D3F60C1865EC1BAF805BA5DC5B21F6031EC');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('b0ad697c0eb67a179f58a1c56ec1d7389f8058009e88e1e9e588abeac9bafae0', 'phash', 'shape', X'BC1B83265DD02EB9');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('92b3f8131feef3139033c7587b12f9310818d6b85eb6b852c53edc3dd48bdb0e', 'dhash', 'whole', X'0545670606060C08');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('92b3f8131feef3139033c7587b12f9310818d6b85eb6b852c53edc3dd48bdb0e', 'pdq', 'whole', X'5623CCCD6274699C699C4B0C4EA54F8CD31C719C69DC33768DD82DCC376494BB');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('92b3f8131feef3139033c7587b12f9310818d6b85eb6b852c53edc3dd48bdb0e', 'phash', 'whole', X'E66E929089B39D9C');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('92b3f8131feef3139033c7587b12f9310818d6b85eb6b852c53edc3dd48bdb0e', 'dhash', 'shape', X'0686868626260808');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('92b3f8131feef3139033c7587b12f9310818d6b85eb6b852c53edc3dd48bdb0e', 'pdq', 'shape', X'B93CCC641508552045385B7D8EFF2CF7EB18C620E498736E139B719D66E55A93');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('92b3f8131feef3139033c7587b12f9310818d6b85eb6b852c53edc3dd48bdb0e', 'phash', 'shape', X'E56413DCEABB8C82');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('1bc48fea04e9c641d1e0758c2b7ec4580a834ac6099aea2d215cb0540e89729a', 'dhash', 'whole', X'30303031256CAC20');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('1bc48fea04e9c641d1e0758c2b7ec4580a834ac6099aea2d215cb0540e89729a', 'pdq', 'whole', X'33368C6DE1A31E13C07FF1C10893002FF5C10C1FF2F3FC018D0BFF731EC1E1DC');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('1bc48fea04e9c641d1e0758c2b7ec4580a834ac6099aea2d215cb0540e89729a', 'phash', 'whole', X'BE1D8126C8C0E7FC');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('1bc48fea04e9c641d1e0758c2b7ec4580a834ac6099aea2d215cb0540e89729a', 'dhash', 'shape', X'303030303666A430');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('1bc48fea04e9c641d1e0758c2b7ec4580a834ac6099aea2d215cb0540e89729a', 'pdq', 'shape', X'69B3AA7CF2C35D82077CA8C19E835D3F60C1865EC1BAF805BA5DC5B21F6031EC');
INSERT INTO "fingerprints" ("sha256", "name", "view", "bits") VALUES ('1bc48fea04e9c641d1e0758c2b7ec4580a834ac6099aea2d215cb0540e89729a', 'phash', 'shape', X'BC1B83265DD02EB9');
INSERT INTO "profiles" ("key", "name", "version", "sha256", "data", "added_at", "retired_at") VALUES (1, 'ward', '2022.1', '4c315c883bf3713e42b4ec92666bcebfa96a145da579d87bb1515d8cf1c4cb8b', X'0A6E616D65203D207B207669203D20225068C6B0E1BB9D6E67205468E1BAAF6E672054616D222C20656E203D20225468E1BAAF6E672054616D205761726422207D0A70726F66696C65203D202277617264220A76657273696F6E203D2022323032322E31220A0A5B5B636F6C6F72735D5D0A6B6579203D2022736561220A6E616D65203D207B207669203D20224269E1BB836E22207D0A686578203D202223304233433544220A726F6C65203D20227072696D617279220A', '2026-11-23T20:55:33.482+00:00', NULL);
INSERT INTO "units" ("slug", "position", "name", "short", "valid_from", "valid_to", "successors") VALUES ('phuong-thang-tam', 0, '{"vi": "\u1ee6y ban nh\u00e2n d\u00e2n ph\u01b0\u1eddng Th\u1eafng Tam"}', '{"vi": "UBND P. Th\u1eafng Tam"}', NULL, '2025-06-30', '["phuong-vung-tau"]');
INSERT INTO "units" ("slug", "position", "name", "short", "valid_from", "valid_to", "successors") VALUES ('phuong-vung-tau', 1, '{"vi": "\u1ee6y ban nh\u00e2n d\u00e2n ph\u01b0\u1eddng V\u0169ng T\u00e0u"}', '{}', NULL, NULL, '[]');
INSERT INTO "extras" ("path", "sha256") VALUES ('samples/note.txt', '5d89ad0ef821e3f21392ebe2af84a8de62edbedba78d0337a0273671a8676d20');
INSERT INTO "history" ("number", "at", "actor", "move", "asset", "slug", "note", "details", "previous", "sha256") VALUES (1, '2026-11-23T20:55:33.490+00:00', 'tester', 'profile', '', 'ward', '', '{}', '', 'e0799887f93ae9d24f2a2cd7e152f2d1fab108fe8c9c4f252f7b80ec70f21d7d');
INSERT INTO "history" ("number", "at", "actor", "move", "asset", "slug", "note", "details", "previous", "sha256") VALUES (2, '2026-11-23T20:55:33.491+00:00', 'tester', 'import', '', '', '', '{"units": 2, "extras": 1}', 'e0799887f93ae9d24f2a2cd7e152f2d1fab108fe8c9c4f252f7b80ec70f21d7d', '43c4b15c861fb4d4e4a8bbadd99a822d266dadfe4edb76fb255d71c770856b1a');
INSERT INTO "history" ("number", "at", "actor", "move", "asset", "slug", "note", "details", "previous", "sha256") VALUES (3, '2026-11-23T20:55:33.526+00:00', 'tester', 'import', '9419be84399f47bf9ebbf7772e4693b4', 'basket-boat', '', '{"from": null, "to": "approved"}', '43c4b15c861fb4d4e4a8bbadd99a822d266dadfe4edb76fb255d71c770856b1a', '9841095bb97f04ba996836349a931df0f3de41f791ff4117d0f96d43e68c0d35');
INSERT INTO "history" ("number", "at", "actor", "move", "asset", "slug", "note", "details", "previous", "sha256") VALUES (4, '2026-11-23T20:55:33.528+00:00', 'tester', 'import', '3458cb1737b64c20ae0fb9b019a6264e', 'song-goi', '', '{"from": null, "to": "approved"}', '9841095bb97f04ba996836349a931df0f3de41f791ff4117d0f96d43e68c0d35', 'db2ba208bd99ec0f773dfd6b077f13ab21e0bba93b91504a839b24a6c4029b06');
INSERT INTO "history" ("number", "at", "actor", "move", "asset", "slug", "note", "details", "previous", "sha256") VALUES (5, '2026-11-23T20:55:33.530+00:00', 'tester', 'import', 'f0da954e8fcd4f22a12661138dc36928', 'thang-tam', '', '{"from": null, "to": "approved"}', 'db2ba208bd99ec0f773dfd6b077f13ab21e0bba93b91504a839b24a6c4029b06', 'fb93d2b3a7a0dc5e8c0a460d0f3734382f9151e3d0d1f52963a89532f7513cd5');
INSERT INTO "history" ("number", "at", "actor", "move", "asset", "slug", "note", "details", "previous", "sha256") VALUES (6, '2026-11-23T20:55:33.579+00:00', 'tester', 'edit', '9419be84399f47bf9ebbf7772e4693b4', 'basket-boat', '', '{"from": "approved", "to": "approved", "tags": [[], ["thuy\u1ec1n", "bi\u1ec3n"]], "title": [{"vi": "Thuy\u1ec1n th\u00fang", "en": "Basket boat"}, {"vi": "Thuy\u1ec1n th\u00fang B\u00e3i Sau", "en": "Basket boat"}]}', 'fb93d2b3a7a0dc5e8c0a460d0f3734382f9151e3d0d1f52963a89532f7513cd5', '4e343f7f72f02b5bd30263709b75d63911e1dcc7e575ced61b382bc659bbbef0');
INSERT INTO "history" ("number", "at", "actor", "move", "asset", "slug", "note", "details", "previous", "sha256") VALUES (7, '2026-11-23T20:55:33.603+00:00', 'tester', 'withdraw', '3458cb1737b64c20ae0fb9b019a6264e', 'song-goi', 'thử', '{"from": "approved", "to": "withdrawn"}', '4e343f7f72f02b5bd30263709b75d63911e1dcc7e575ced61b382bc659bbbef0', '78b5797041994f9ef92f678b5fd49134bf89535a3ea2255876156714f2b509d0');
INSERT INTO "history" ("number", "at", "actor", "move", "asset", "slug", "note", "details", "previous", "sha256") VALUES (8, '2026-11-23T20:55:33.622+00:00', 'tester', 'add', 'c516bd73a3cc427fa3ae687c93b51934', 'khau-hieu-moi', '', '{"from": null, "to": "draft"}', '78b5797041994f9ef92f678b5fd49134bf89535a3ea2255876156714f2b509d0', '91183979b9a28b0a4af842b8bef4b97193aa005281fefaa415a4aadebdbc95f0');
INSERT INTO "words" (rowid, "title", "body", "title_folded", "body_folded") VALUES (1, 'thuyền thúng bãi sau · basket boat · basket-boat', 'thuyền thúng trên bãi sau · a basket boat on back beach · thuyền · biển · nguyễn thị ảnh · original', 'thuyen thung bai sau · basket boat · basket-boat', 'thuyen thung tren bai sau · a basket boat on back beach · thuyen · bien · nguyen thi anh · original');
INSERT INTO "words" (rowid, "title", "body", "title_folded", "body_folded") VALUES (2, 'khẩu hiệu phường · song-goi · sóng gọi người về · the waves call us home', '', 'khau hieu phuong · song-goi · song goi nguoi ve · the waves call us home', '');
INSERT INTO "words" (rowid, "title", "body", "title_folded", "body_folded") VALUES (3, 'biểu trưng phường thắng tam · thắng tam ward logo · thang-tam', 'phường · biển · ubnd phường thắng tam · phuong-thang-tam · uỷ ban nhân dân phường thắng tam · ubnd p. thắng tam · full-color · horizontal-full-color · horizontal-reversed', 'bieu trung phuong thang tam · thang tam ward logo · thang-tam', 'phuong · bien · ubnd phuong thang tam · phuong-thang-tam · uy ban nhan dan phuong thang tam · ubnd p. thang tam · full-color · horizontal-full-color · horizontal-reversed');
INSERT INTO "words" (rowid, "title", "body", "title_folded", "body_folded") VALUES (4, 'khẩu hiệu mới · khau-hieu-moi · đường về biển', '', 'khau hieu moi · khau-hieu-moi · duong ve bien', '');
CREATE INDEX ix_assets_kind_status ON assets (kind, status);
CREATE INDEX ix_assets_unit ON assets (unit);
CREATE INDEX ix_tags_folded ON tags (folded);
CREATE INDEX ix_files_sha256 ON files (sha256);
CREATE INDEX ix_profiles_name ON profiles (name);
CREATE INDEX ix_extras_sha256 ON extras (sha256);
CREATE INDEX ix_history_asset ON history (asset);
