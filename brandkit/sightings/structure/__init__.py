"""What a document's own structure says: outlines, placed pictures, their masters."""
