"""brandkit: a catalog of a brand's assets and a check of outgoing material against its written rules."""

__version__ = "0.1.0"
