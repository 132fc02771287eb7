# Run once by the postgres image, when it makes the database: the site owns its database and nothing else.
# (The image reads this file into its own shell, so it needs no first line.)
psql --set ON_ERROR_STOP=1 --set password="$APP_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE financetracker LOGIN PASSWORD :'password';
CREATE DATABASE financetracker OWNER financetracker;
SQL
