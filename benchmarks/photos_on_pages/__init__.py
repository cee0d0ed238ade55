"""How surely catalog photographs are found on pages, how exactly they are placed, how seldom wrong ones are told."""
