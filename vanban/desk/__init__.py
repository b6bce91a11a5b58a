"""The web desk where clerks, officials and admins work. The only home of FastAPI."""
