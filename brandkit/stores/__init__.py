"""Blob stores: one file each, named by the scheme of its address."""
