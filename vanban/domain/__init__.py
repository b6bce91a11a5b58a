"""Frozen values and state machines: the words of the office, no I/O."""
