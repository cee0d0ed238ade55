"""Finding: which assets are in a document, where, how altered."""
