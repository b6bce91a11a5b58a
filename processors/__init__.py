"""Bytes in, facts out: inspect, render, read and classify official documents. Nothing here knows the register or the store."""
