"""The demo PKI: certificates, tokens, time-stamps and revocation, all plainly marked as a test."""
