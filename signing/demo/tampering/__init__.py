"""Tampered and good signed files, built from the published descriptions of attacks, to try a verifier on.

Nothing here is used by the product; tests and ``make bench-verification`` build their cases with it.
"""
