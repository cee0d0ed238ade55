"""Limits on what is read from outside, one constant each; docs/reference/limits.md tells them to people.

They stand before decoding: a limit that is checked afterwards protects nothing.
"""

from __future__ import annotations

MATERIAL_BYTES = 256 * 1024 * 1024
PICTURE_PIXELS = 40_000_000  # a 20 kB PNG of more took 1.47 GiB under Pillow's own guard
PAGES = 500
PAGE_PIXELS = 12_000_000  # of one page as rendered: A3 at 150 dpi is 4.3 million
DOCUMENT_PIXELS = 1_500_000_000  # pages × pixels at the default scale
PAGE_SIDE_PT = 14_400.0  # PDF 1.7 annex C: 200 inches
PAGE_SIDE_PX = 65_000.0

TABLE_BYTES = 64 * 1024 * 1024  # of a CSV or XLSX to import
TABLE_UNPACKED_BYTES = 512 * 1024 * 1024  # of an XLSX, which is a ZIP
TABLE_TEXT_BYTES = 64 * 1024 * 1024  # of the texts that an XLSX keeps in one list: they are held in memory
TABLE_ROWS = 200_000
TABLE_COLUMNS = 200

SVG_BYTES = 64 * 1024 * 1024
SVG_ELEMENTS = 100_000  # after every <use>, pattern, mask and marker is followed
SVG_RULES = 5_000  # of style sheets; later ones are not applied
SVG_SELECTOR_STEPS = 16  # "g g g rect" has four
SVG_STYLE_TRIES = 5_000_000  # selectors × elements: renderers try each on each, some 0.2 µs a try
SVG_PATH_BYTES = 8 * 1024 * 1024  # of all path data together
SVG_DEPTH = 200
SVG_NESTED_PICTURES = 3  # SVG within SVG within SVG, as data addresses

PAGE_OBJECTS = 100_000
PAGE_POINTS = 500_000  # of flattened outlines on one page
FORM_DEPTH = 24

CHILD_MEMORY_BYTES = 1024 * 1024 * 1024
READ_CPU_S = 60.0  # of a whole material
PAGE_CPU_S = 1.5  # of one PDF page as it is parsed: nested groups multiply
DRAW_CPU_S = 10.0  # of one page or picture as it is drawn
REQUEST_WALL_S = 180.0  # whatever the processor does

DEFAULT_DPI = 150.0
