"""``vanban agent``: signs on the official's own PC with the token that is plugged in there.

Small on purpose: of third parties it needs python-pkcs11 (with asn1crypto) only, and click for the command line.
"""
