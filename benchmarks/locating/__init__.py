"""How well logos are found in pixels: drawn pages with known places, beside SIFT and RANSAC on the same pages.

`python -m benchmarks.locating --logos node_modules/@iconify-json/logos` (or BRANDKIT_FOREIGN). `--small` runs a fifth.
Brands are split by a hash of their names: thresholds are set on `tune`, `test` is only ever looked at.
"""
