"""Document formats: one file each, `suffixes`, `media_types`, `sniff(head)`, `read(path)`, `render`, `picture`."""
