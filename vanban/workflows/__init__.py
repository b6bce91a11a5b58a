"""The capabilities of vanban, each one function of named steps over ports."""
