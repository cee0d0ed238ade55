"""Blob stores: one conformance suite for all, and what is true of one alone."""
