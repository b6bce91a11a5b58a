"""Hash-signing devices behind one port: the key never leaves the device."""
