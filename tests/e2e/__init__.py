"""Whole systems. A package, so that the one installation that its tests share lives no longer than they run."""
