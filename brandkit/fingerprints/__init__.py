"""Perceptual hashes: one file each, `fingerprint(image)` and `distance(one, other)`."""
