"""The network that looks for the word MẬT: pictures it is taught with, and its training."""
