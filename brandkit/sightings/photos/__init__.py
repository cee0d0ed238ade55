"""Catalog photographs on pages."""
