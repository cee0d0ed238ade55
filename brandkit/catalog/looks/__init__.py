"""How pictures look: hashes for whole ones, local features for parts, and what of the catalog is like a picture."""
