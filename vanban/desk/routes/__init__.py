"""The pages of the desk: one file per noun."""
