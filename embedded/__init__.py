"""The database and the broker of a machine that has neither, and what `./run` does with them.

Plain Python without Django: it starts Postgres and Valkey out of the virtual environment, on
127.0.0.1, hands their addresses to the project by environment variables, and stops what it started.
"""
