"""Reading: each format with good and broken files, drawn by code."""
