"""Keeping: rows, files, lifecycle, search, check-up."""
