"""A workspace in a scratch folder, and the two programs: the judged, and the maker of months."""

import csv
import hashlib
import io
import pathlib
import subprocess

SETTINGS = """currency = "USD"
[reseller]
name = "Independent Cloud"
[[source]]
id = "made"
path = "deliveries"
"""
PRICES = """name = "Standard"
[[rule]]
id = "all"
percent = 3.5
basis = "allocated"
"""


class Programs:
    def __init__(self, folder):
        self.billwright = pathlib.Path(folder) / "billwright"
        self.make_month = pathlib.Path(folder) / "make-month"


def succeed(arguments, allowed=(0,)):
    done = subprocess.run(
        [str(argument) for argument in arguments], capture_output=True, text=True, check=False
    )
    if done.returncode not in allowed:
        raise RuntimeError(
            f"{' '.join(map(str, arguments))}: status {done.returncode}\n{done.stdout}{done.stderr}"
        )
    return done.stdout


class Workspace:
    """`deliveries`, `books` and `truth` below one folder; commands of the program upon it."""

    def __init__(self, folder, programs):
        self.folder = pathlib.Path(folder)
        self._programs = programs

    @property
    def deliveries(self):
        return self.folder / "deliveries"

    def make(self, period, *options):
        (self.folder / "books" / "pricebooks").mkdir(parents=True)
        (self.folder / "billwright.toml").write_text(SETTINGS, encoding="utf-8")
        (self.folder / "books" / "pricebooks" / "standard.toml").write_text(
            PRICES, encoding="utf-8"
        )
        succeed(
            [
                self._programs.make_month,
                "--period",
                period,
                "--threads",
                "1",
                "--out",
                self.deliveries,
                "--truth",
                self.folder / "truth",
                "--books",
                self.folder / "books",
                *options,
            ]
        )

    def write(self, book, content):
        (self.folder / "books" / book).write_text(content, encoding="utf-8")

    def command(self, *arguments, allowed=(0,)):
        return succeed([self._programs.billwright, "-C", self.folder, *arguments], allowed)

    def run(self, period):
        """A run may be published with findings of severity error, such as unassigned accounts."""
        self.command("run", period, allowed=(0, 1))

    def show(self, period, table, *by):
        grouping = ["--by", ",".join(by)] if by else []
        return self.command("show", period, table, "--format", "csv", *grouping)

    def table(self, period, table, *by):
        return list(csv.DictReader(io.StringIO(self.show(period, table, *by))))

    def digest(self, period, table):
        return hashlib.sha256(self.show(period, table).encode()).hexdigest()
