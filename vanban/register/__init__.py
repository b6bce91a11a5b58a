"""The register: PostgreSQL tables, unit of work and migrations. The only home of SQLAlchemy."""
