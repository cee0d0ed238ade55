"""A rough pose made exact."""
