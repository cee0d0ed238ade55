"""What a rendition says of itself: title, alt text, creator, credit, holder, license and terms, from the catalog.

The catalog's own words come first; what only the master's file says (who may mine it for data, who licenses it) is
carried on. A place is never written: where a picture was taken is for the catalog to know.
"""

from __future__ import annotations

from typing import Any

from brandkit.assets import Asset, File

CARRIED = ("data_mining", "digital_source_type", "copyright_owners", "licensors")


def said_of(asset: Asset, file: File | None) -> dict[str, Any]:
    """The words to write into a rendition, by the keys of `iptc`; empty ones are left out."""
    master = file.metadata if file else {}
    rights = asset.rights
    said: dict[str, Any] = {key: master.get(key) for key in CARRIED}
    said |= {
        "title": asset.title,
        "caption": asset.caption or asset.description,
        "alt": asset.alt or asset.title,
        "creator": asset.creator or master.get("creator", ""),
        "credit": rights.credit or master.get("credit", ""),
        "rights": {"vi": f"© {rights.holder}"} if rights.holder else master.get("rights"),
        "usage_terms": rights.usage_terms or ({"vi": rights.license} if rights.license else master.get("usage_terms")),
        "license_url": rights.license_url or master.get("license_url", ""),
        "license_address": rights.license_url or rights.license,
        "created": asset.created.isoformat() if asset.created else master.get("created", ""),
    }
    if rights.holder:
        said["owners"] = [rights.holder]
        said["copyright_owners"] = [{"CopyrightOwnerName": rights.holder}]
    return {key: value for key, value in said.items() if value}
