"""Training of the second opinion on the kind."""
