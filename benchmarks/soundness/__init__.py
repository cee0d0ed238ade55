"""Nothing acknowledged is ever lost: the catalog under kill -9, failing disks, power cuts and rot.

    python -m benchmarks.soundness [NAME …] [--quick]

Each module here prints one table and ends with an error when a promise was broken.
"""
