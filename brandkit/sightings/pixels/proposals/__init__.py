"""Where on a page a shape may lie: rough poses, none of them believed yet."""
