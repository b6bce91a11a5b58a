"""The shipped samples: official documents made by our own generator, good and bad."""
