"""How fast the archive is, against the bare SDK: ``python -m benchmarks.archive``."""
