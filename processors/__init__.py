"""Bytes in, facts out: inspect, render, read and classify official documents. No register, no store."""
