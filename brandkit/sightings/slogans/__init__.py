"""Slogans: in live text, and in pixels."""
