"""The embedded pair of servers, started for real."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from embedded import postgres as postgres_module
from embedded import valkey as valkey_module
from embedded.accounts import choose_account
from embedded.commands import remove_dead_throwaways, throwaway_servers
from embedded.errors import ServerError, SurroundingsError
from embedded.places import ROOT, Places
from embedded.postgres import Postgres, choose_settings
from embedded.servers import running_servers
from embedded.valkey import Valkey


@pytest.fixture
def var():
    """A folder that Postgres's user can reach, which pytest's own (0700) isn't when we are root."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def hold_servers_elsewhere(var: Path) -> subprocess.Popen[str]:
    """Start another Python that keeps the servers of `var` running; return once they are."""
    program = (
        "import sys, time; from pathlib import Path;"
        "from embedded.places import Places; from embedded.servers import running_servers\n"
        "from embedded.stopping import stop_requests\n"
        "with stop_requests():\n"
        "  with running_servers(Places.under(Path(sys.argv[1])), throwaway=True) as servers:\n"
        "    print(servers.postgres_port, flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(var)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip().isdecimal()
    return process


def find_servers(var: Path) -> list[int]:
    """Return the pids of every Postgres and Valkey process of `var`."""
    found = []
    for process in psutil.process_iter():
        try:
            ours = str(var) in " ".join(process.cmdline()) or process.cwd() == str(var / "pg")
            if ours and process.name() in ("postgres", "valkey-server"):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def test_servers_start_keep_their_data_and_stop(var):
    places = Places.under(var)
    with running_servers(places, throwaway=True) as servers:
        assert servers.ensure_database("kept") is True
        assert servers.ensure_database("kept") is False
        with psycopg.connect(servers.database_url("kept")) as connection:
            for extension in ("pg_trgm", "unaccent", "btree_gin"):
                connection.execute(f"CREATE EXTENSION {extension}")
            connection.execute("CREATE TABLE people AS SELECT 'Peña' AS name")
            # With a plain C locale the ñ would be no letter, and the name two words.
            assert connection.execute("SELECT 'Peña' ~ '^\\w+$'").fetchone() == (True,)
            assert connection.execute("SELECT cardinality(show_trgm('Peña'))").fetchone() == (5,)
        client = redis.Redis.from_url(servers.redis_url(0))
        client.set("waiting", "task")
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        running = find_servers(var)
        assert running
    assert not find_servers(var)

    began = time.monotonic()
    with running_servers(places, throwaway=True) as servers:
        assert time.monotonic() - began < 3
        with psycopg.connect(servers.database_url("kept")) as connection:
            assert connection.execute("SELECT name FROM people").fetchone() == ("Peña",)
        assert redis.Redis.from_url(servers.redis_url(0)).get("waiting") == b"task"


def test_passwords_are_needed_and_private(var):
    with running_servers(Places.under(var), throwaway=True) as servers:
        assert stat.S_IMODE((var / "secrets.json").stat().st_mode) == 0o600
        assert stat.S_IMODE((var / "valkey" / "valkey.conf").stat().st_mode) == 0o600
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(
                host="127.0.0.1", port=servers.postgres_port, user="postgres", password="guess"
            )
        with pytest.raises(redis.exceptions.AuthenticationError):
            redis.Redis(
                port=servers.valkey_port, password="guess", retry=Retry(NoBackoff(), 0)
            ).ping()


def test_the_role_owns_its_database_and_no_more(var):
    with running_servers(Places.under(var), throwaway=True) as servers:
        servers.ensure_database("own")
        with (
            psycopg.connect(servers.database_url("own")) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("COPY (SELECT 1) TO PROGRAM 'cat'")


def test_whoever_leaves_last_stops_the_servers(var):
    places = Places.under(var)
    with running_servers(places, throwaway=True) as first:
        other = hold_servers_elsewhere(var)
        with running_servers(places, throwaway=True) as third:
            assert third.postgres_port == first.postgres_port
    try:
        with psycopg.connect(
            host="127.0.0.1",
            port=first.postgres_port,
            user="postgres",
            password=first.secrets["postgres"],
        ) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        other.terminate()
        other.wait(timeout=20)
    assert not find_servers(var)


def test_a_killed_run_is_cleaned_up_by_the_next(var):
    killed = hold_servers_elsewhere(var)
    left = find_servers(var)
    killed.kill()
    killed.wait()
    assert psutil.pid_exists(left[0])
    with running_servers(Places.under(var), throwaway=True) as servers:
        assert servers.ensure_database("fresh") is True
        assert not set(left) & set(find_servers(var))
    assert not find_servers(var)


def test_a_killed_postgres_is_cleaned_up_and_a_reused_pid_is_left_alone(var):
    places = Places.under(var)
    with running_servers(places, throwaway=True):
        pass
    bystander = subprocess.Popen(["sleep", "30"])
    try:
        # A machine that lost its power leaves this file, and the number may be another's by now.
        (var / "pg" / "postmaster.pid").write_text(f"{bystander.pid}\n{var / 'pg'}\n")
        choose_account(var / "pg").own(var / "pg" / "postmaster.pid")
        (var / "valkey" / "valkey.pid").write_text(f"{bystander.pid}\n")
        with running_servers(places, throwaway=True):
            assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_postgres_never_runs_as_root(var):
    with running_servers(Places.under(var), throwaway=True) as servers:
        owner = (var / "pg").stat().st_uid
        pid = int((servers.postgres.data / "postmaster.pid").read_text().split()[0])
        assert psutil.Process(pid).uids().effective == owner
        assert owner != 0
        assert owner == os.geteuid() or os.geteuid() == 0


def test_both_stop_when_one_does_not_start(var, monkeypatch):
    places = Places.under(var)
    monkeypatch.setattr(valkey_module, "_find_binary", lambda: Path("/bin/false"))
    with pytest.raises(ServerError, match="Valkey didn't start"), running_servers(places):
        pytest.fail("the servers should not have started")
    assert not find_servers(var)

    monkeypatch.undo()
    monkeypatch.setattr(postgres_module, "choose_settings", lambda port, throwaway: {"no": "such"})
    with pytest.raises(ServerError, match="Postgres didn't start"), running_servers(places):
        pytest.fail("the servers should not have started")
    assert not find_servers(var)
    assert not Valkey(places, "").is_running()


def test_data_of_another_version_is_refused_with_a_remedy(var):
    (var / "pg").mkdir()
    (var / "pg" / "PG_VERSION").write_text("12\n")
    with pytest.raises(SurroundingsError, match=r"made by Postgres 12.*EMBEDDED_PG_BIN"):
        Postgres.find(Places.under(var))


def test_lost_passwords_are_told_with_a_remedy(var):
    places = Places.under(var)
    (var / "pg").mkdir()
    (var / "pg" / "PG_VERSION").write_text("18\n")
    with pytest.raises(ServerError, match=r"secrets\.json.*Put that back"), running_servers(places):
        pytest.fail("the servers should not have started")


def test_a_wrong_bin_folder_is_refused_with_a_remedy(var, monkeypatch):
    monkeypatch.setenv("EMBEDDED_PG_BIN", str(var))
    with pytest.raises(SurroundingsError, match=r"EMBEDDED_PG_BIN.*unset it"):
        Postgres.find(Places.under(var))


def test_throwaway_servers_leave_nothing_behind(var):
    with throwaway_servers(var) as (servers, places):
        data = servers.postgres.data
        assert data.exists()
    assert not data.parent.exists() or data.parent == var
    assert not places.var.exists()
    assert not find_servers(var)


def test_throwaway_servers_of_a_killed_run_are_removed(var):
    program = (
        "import sys, time; from pathlib import Path;"
        "from embedded.commands import throwaway_servers\n"
        "with throwaway_servers(Path(sys.argv[1])) as (servers, _):\n"
        "    print(servers.postgres.data, flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(var)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    data = Path(process.stdout.readline().strip())
    remove_dead_throwaways(var)
    assert data.exists(), "it still runs, so it is not ours to remove"
    process.kill()
    process.wait()
    remove_dead_throwaways(var)
    assert not data.exists()
    assert not list(var.glob("throwaway-*"))


def test_settings_follow_the_memory(monkeypatch):
    monkeypatch.setattr(postgres_module, "find_memory_bytes", lambda: 4 * 1024**3)
    small = choose_settings(5432)
    assert small["shared_buffers"] == "512MB"
    assert small["maintenance_work_mem"] == "512MB"
    monkeypatch.setattr(postgres_module, "find_memory_bytes", lambda: 64 * 1024**3)
    large = choose_settings(5432)
    assert large["shared_buffers"] == "2048MB"
    assert large["maintenance_work_mem"] == "1024MB"
    assert "fsync" not in large


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user without a name")
@pytest.mark.skipif(
    not Path(f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}").exists(),
    reason="needs a Python that every user can run, of our version",
)
def test_a_user_without_a_name_gets_servers_or_a_remedy(var):
    uid = next(number for number in range(54_321, 60_000) if number not in known_uids())
    os.chown(var, uid, uid)
    program = (
        "import sys; from pathlib import Path; from embedded.errors import SurroundingsError;"
        "from embedded.places import Places; from embedded.servers import running_servers\n"
        "try:\n"
        "    with running_servers(Places.under(Path(sys.argv[1])), throwaway=True): print('up')\n"
        "except SurroundingsError as error: print(error)\n"
    )
    python = f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    done = subprocess.run(
        [python, "-c", program, str(var)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT}:{packages}", "HOME": str(var)},
        user=uid,
        group=uid,
        extra_groups=[],
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "up" or "has no name" in done.stdout, done.stderr


def test_a_user_whom_no_namespace_lends_a_name_gets_a_remedy(var, monkeypatch):
    def enter_namespace():
        raise OSError("no user namespace")

    monkeypatch.setattr(postgres_module, "borrow_a_name", lambda: enter_namespace)
    with (
        pytest.raises(SurroundingsError, match=r"has no name.*/etc/passwd"),
        running_servers(Places.under(var)),
    ):
        pytest.fail("the servers should not have started")


def known_uids() -> set[int]:
    """Return the uids that have a name on this machine."""
    return {user.pw_uid for user in pwd.getpwall()}
