"""What speaks for and against a logo at a pose, measured by drawing it again."""
