"""Judging: one file a rule, pure functions of (document, sightings, brand, options)."""
