"""The benchmark of the reading: scans with hand-made truth, documents that are made here, one table."""
