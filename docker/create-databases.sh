#!/bin/bash
# Run once by the database's image on an empty volume: a role and a database each for the register and for Airflow.
set -euo pipefail

for name in vanban airflow; do
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set name="$name" \
    --set password="$(cat "/run/secrets/postgres_${name}_password")" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname vanban \
  --command 'CREATE EXTENSION IF NOT EXISTS unaccent'
