"""SVG: cleaned, measured, taken apart, drawn."""
