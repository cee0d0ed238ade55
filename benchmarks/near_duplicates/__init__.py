"""How surely copies of photographs are found, altered in many ways, and how seldom others are taken for them."""
