"""What the archive finds and survives: ``python -m benchmarks.evidence``."""
