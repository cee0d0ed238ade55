"""Materials to judge, with what is expected: values in `<rule-id>/cases.toml`, drawn files in `drawn.toml`."""
