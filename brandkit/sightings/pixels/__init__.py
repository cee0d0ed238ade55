"""Logos found in pixels: templates, proposals, refinement, verification and decision, each a room of its own."""
