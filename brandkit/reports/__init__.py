"""Telling: one file a report, `render(report) -> str`."""
