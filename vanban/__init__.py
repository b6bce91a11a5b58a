"""vanban: receive, read, register, sign, seal, verify and archive official documents of a Vietnamese public office."""

__version__ = "0.1.0"
