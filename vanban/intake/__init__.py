"""The intake folder and the spool on the intake host: looking, settling, claiming and filing away."""
