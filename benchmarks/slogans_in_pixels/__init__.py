"""Slogans in pixels: how many wrong marks are let through, how many right lines accused, how many left undecided."""
