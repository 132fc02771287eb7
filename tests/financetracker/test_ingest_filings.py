"""`manage.py ingest filings` as people type it."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from filings.models import Arrival, Filing, Load
from tests.efiling_server import EfilingServer
from tests.filings.efiling_settings import name_server, without_rules
from tests.filings.filing_files import notice, report
from tests.mirror import Mirror

DAY = date(2018, 6, 16)
GOOD, BAD, LATER = 1238403, 1238405, 1238407
path_of = EfilingServer.filing_path


@pytest.fixture
def server(
    mirror: Mirror, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EfilingServer]:
    with EfilingServer() as made:
        name_server(made, settings, monkeypatch)
        without_rules(monkeypatch)
        yield made


def run(*arguments: object) -> None:
    call_command("ingest", "filings", *map(str, arguments), stdout=io.StringIO())


def test_by_number(server: EfilingServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.post(GOOD, report(["250.25"]), in_feed=False)
    run("--file-number", GOOD)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == ["filing", "form", "filer", "cycle", "rows", "result"]
    assert printed[1].split() == [
        "1238403", "F3XN", "INVENTED", "COMMITTEE", "2018", "1", "taken", "in",
    ]  # fmt: skip
    assert any(line.startswith("electronic 2018: loaded, 1 rows") for line in printed)
    assert any(line.startswith("totals 2018: loaded") for line in printed)
    run("--file-number", GOOD)
    assert "as before" in capsys.readouterr().out
    assert server.asked(path_of(GOOD)) == 1
    run("--file-number", GOOD, "--force")
    assert "taken in" in capsys.readouterr().out


def test_range_and_several_numbers(server: EfilingServer) -> None:
    for number in (1, GOOD, GOOD + 1, GOOD + 2):
        server.post(number, notice(), in_feed=False)
    run("--range", f"{GOOD}-{GOOD + 2}", "--file-number", 1, "--file-number", GOOD)
    assert sorted(Filing.objects.values_list("pk", flat=True)) == [1, GOOD, GOOD + 1, GOOD + 2]


def test_paper_by_its_negative_number(server: EfilingServer) -> None:
    server.post(77, notice(), paper=True, in_feed=False)
    run("--file-number", -77)
    assert Filing.objects.get().pk == -77


def test_failures_are_named_and_give_a_failing_status(
    server: EfilingServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.post(GOOD, notice())
    server.post(BAD, b"<p>no</p>")
    with pytest.raises(CommandError) as told:
        run("--file-number", BAD, "--file-number", LATER, "--file-number", GOOD)
    message = str(told.value)
    assert message.startswith("2 of 3 failed:")
    assert "filing 1238405: " in message
    assert "not a filing" in message
    assert "filing 1238407: " in message
    assert "is not there (404" in message
    assert Filing.objects.get().pk == GOOD
    assert "failed: " in capsys.readouterr().out


def test_day(server: EfilingServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.post_day(DAY, {GOOD: notice(), LATER: report()})
    run("--day", "2018-06-16")
    printed = capsys.readouterr().out
    assert "2018-06-16: efilings_day 2018: loaded, 2 rows (2 new" in printed
    assert Filing.objects.count() == 2
    with pytest.raises(CommandError, match=r"1 of 1 failed:\n  2018-06-17: .*not there"):
        run("--day", "2018-06-17")
    server.web_page(server.day_path(date(2018, 6, 18)))
    with pytest.raises(CommandError, match=r"2018-06-18: .*web page"):
        run("--day", "2018-06-18")


def test_paths(server: EfilingServer, tmp_path: Path) -> None:
    for number in (GOOD, LATER):
        (tmp_path / f"{number}.fec").write_bytes(notice())
    run("--path", tmp_path / f"{GOOD}.fec", tmp_path / f"{LATER}.fec")
    assert Filing.objects.count() == 2
    (tmp_path / "f24.fec").write_bytes(notice())
    with pytest.raises(CommandError, match="no file number in its name"):
        run("--path", tmp_path / "f24.fec")
    run("--path", tmp_path / "f24.fec", "--file-number", 5)
    assert Filing.objects.filter(pk=5).exists()
    assert not server.seen
    with pytest.raises(CommandError, match=r"1 of 1 failed:\n  filing 9: .*9\.fec"):
        run("--path", tmp_path / "9.fec")


def test_mirror(mirror: Mirror) -> None:
    (mirror.root / "posted").mkdir()
    (mirror.root / "posted" / f"{GOOD}.fec").write_bytes(notice())
    run("--file-number", GOOD)
    assert Filing.objects.get().is_sample
    assert Arrival.objects.get().status == "ingested"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Say which filings"),
        (["--file-number", "abc"], "no file number"),
        (["--file-number", "0"], "no file number"),
        (["--file-number", "99999999999"], "no file number"),
        (["--range", "5-4"], "--range 5-4"),
        (["--range", "5"], "no file number|--range 5"),
        (["--range", "1-2000000"], "at most 100,000"),
        (["--day", "yesterday"], "--day yesterday"),
        (["--path", "a/5.fec", "b/5.fec"], "of one number"),
        (["--path", "5.fec", "6.fec", "--file-number", "7"], "of one file"),
        (["--file-number", "5", "--cycle", "2018"], "takes no other STEP"),
        (["cn", "--file-number", "5"], "takes no other STEP"),
        (["--file-number", "5", "--celery"], "takes no other STEP"),
    ],
)
def test_what_makes_no_sense(mirror: Mirror, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(*arguments)
    assert not Load.objects.exists()


def test_numbers_belong_to_filings_alone(mirror: Mirror) -> None:
    with pytest.raises(CommandError, match="Only `ingest filings`"):
        call_command("ingest", "cn", "--cycle", "2018", "--file-number", "5")
