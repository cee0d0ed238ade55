"""Speed and accuracy, measured beside peers in the same run. `python -m benchmarks` runs all; each prints one table."""
