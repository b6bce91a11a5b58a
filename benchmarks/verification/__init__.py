"""The tamper table and the cost of a verdict; see ``benchmarks.verification.__main__``."""
