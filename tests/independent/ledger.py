#!/usr/bin/env python3
"""Lets hledger judge a month: its tables as a journal that must balance to the last digit.

    ledger.py FOLDER_OF_THE_PROGRAMS SOURCE_FOLDER

    what AWS bills      aws:bill against aws:amortised and the bridge's items, by payer
    each margin line    customers:<statement>:<customer> against aws:amortised and margin:<source>
    each statement      receivable and tax against customers:<statement>

Then nothing may be left on aws:amortised (every cost is somebody's) nor below customers: (every
charge is on a statement), and all adds up to zero. A journal that is one unit off must be refused.
"""

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from exact import UNITS, units
from policies_under_test import policy
from workspace import Programs, Workspace

SYNTHETIC = "2026-10"


def amount(number):
    """All 12 places, so that hledger balances to the last of them."""
    whole, rest = divmod(abs(number), UNITS)
    return f"{'-' if number < 0 else ''}{whole}.{rest:012d} USD"


def name(text):
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text) or "none"


class Journal:
    def __init__(self, period):
        self._date = period + "-28"
        self._accounts, self._transactions = set(), []

    def write(self, title, postings, assertions=()):
        """`assertions`: accounts that, with all below them, are empty after this transaction."""
        lines = [f"{self._date} {title}"]
        lines += [f"    {account}  {amount(number)}" for account, number in postings]
        lines += [f"    {account}  {amount(0)} =* {amount(0)}" for account in assertions]
        self._accounts |= {account for account, _ in postings} | set(assertions)
        self._transactions.append("\n".join(lines))

    def text(self):
        head = ["commodity 1000.000000000000 USD"] + [
            f"account {account}" for account in sorted(self._accounts)
        ]
        return "\n".join(head) + "\n\n" + "\n\n".join(self._transactions) + "\n"


def statement_customers(book):
    """{customer: whose statement carries its lines}."""
    entries = {
        entry["id"]: entry for entry in tomllib.loads(book.read_text(encoding="utf-8"))["customer"]
    }
    found = {}
    for customer in entries:
        above = customer
        while not entries[above].get("own_statement", True):
            above = entries[above]["parent"]
        found[customer] = above
    return found


def journal_of(workspace, period):
    journal, bills = Journal(period), {}
    for line in workspace.table(period, "bridge"):
        bills.setdefault(line["payer_account_id"], []).append((line["item"], units(line["amount"])))
    for payer, items in sorted(bills.items()):
        postings = []
        for item, number in items:
            account = {"unblended": "aws:bill", "amortised": "aws:amortised"}.get(
                item, f"aws:bridge:{name(item)}"
            )
            postings.append((account, -number if item == "unblended" else number))
        journal.write(f"AWS bills payer {payer}", postings)

    carries = statement_customers(workspace.folder / "books" / "customers.toml")
    for line in workspace.table(period, "margin_line"):
        customer = line["customer_id"]
        journal.write(
            f"{customer} {line['service']} {line['source']}",
            [
                (f"customers:{carries.get(customer, customer)}:{customer}", units(line["charge"])),
                ("aws:amortised", -units(line["cost"])),
                (f"margin:{name(line['source'])}", -units(line["amount"])),
            ],
        )
    statements = workspace.table(period, "statement")
    for line in statements:
        customer = line["customer_id"]
        journal.write(
            f"statement {line['statement_id']}",
            [
                (f"receivable:{customer}", units(line["total"])),
                ("tax", -units(line["tax"])),
                (f"customers:{customer}:{customer}", -units(line["charges"])),
                (f"customers:{customer}:{customer}", -units(line["rounding"])),
            ],
        )
    journal.write(
        "nothing is left over",
        [],
        ["aws:amortised", "customers"]
        + [f"customers:{line['customer_id']}" for line in statements],
    )
    return journal.text()


def hledger(journal, *arguments):
    return subprocess.run(
        ["hledger", "-f", "-", *arguments],
        input=journal,
        capture_output=True,
        text=True,
        check=False,
    )


def one_unit_more(journal):
    """The same journal with the last digit of the last margin posting moved."""
    last = list(re.finditer(r"(    margin:\S+  -?\d+\.\d{11})(\d)", journal))[-1]
    moved = last.group(1) + str((int(last.group(2)) + 1) % 10)
    return journal[: last.start()] + moved + journal[last.end() :]


def judge(workspace, title, period):
    journal = journal_of(workspace, period)
    problems = []
    checked = hledger(journal, "check", "--strict")
    if checked.returncode:
        problems.append(f"hledger check: {checked.stderr}")
    if not hledger(one_unit_more(journal), "check", "--strict").returncode:
        problems.append("hledger accepts a journal that is one unit off")
    balance = list(
        csv.reader(io.StringIO(hledger(journal, "bal", "--depth", "1", "-O", "csv").stdout))
    )
    if not balance or balance[-1][0] != "total" or balance[-1][1] not in ("0", "0 USD", amount(0)):
        problems.append(f"hledger bal: {balance}")
    sums = {row[0]: row[1] for row in balance}
    if sums.get("aws") in (None, "0") or sums.get("margin") in (None, "0"):
        problems.append(f"no bill or no margin in {sums}")
    print(
        f"{'FAILED' if problems else 'passed'}  {title}: "
        f"{journal.count(chr(10) + period)} transactions, "
        f"aws {sums.get('aws')}, margin {sums.get('margin')}, receivable {sums.get('receivable')}, "
        f"total {sums.get('total')}",
        flush=True,
    )
    for problem in problems:
        print(f"        {problem}")
    return not problems


def workshop(programs, source, folder):
    shutil.copytree(
        source / "examples" / "workshop",
        folder,
        ignore=shutil.ignore_patterns("data", "statements"),
    )
    workspace = Workspace(folder, programs)
    workspace.command("ingest")
    return workspace


def synthetic(programs, folder):
    workspace = Workspace(folder, programs)
    workspace.make(
        SYNTHETIC,
        *"--seed 7 --rows 8000 --accounts 24 --customers 5 --payers 2 --move 2".split(),
        *"--savings-plans 5 --reservations 4 --format legacy-csv.gz".split(),
    )
    workspace.write(
        "policies.toml",
        policy("shared", 'method = "pro-rata"', "passed = 0.75", 'unused = "customers"'),
    )
    workspace.write(
        "taxes.toml",
        '[[tax]]\nid = "vat"\nname = "VAT"\npercent = 19\ncustomers = ["kite-and-co"]\n',
    )
    workspace.command("ingest")
    return workspace


def main(programs, source):
    verdicts = []
    with tempfile.TemporaryDirectory(prefix="billwright-ledger-") as scratch:
        example = workshop(Programs(programs), Path(source), Path(scratch) / "workshop")
        made = synthetic(Programs(programs), Path(scratch) / "synthetic")
        for title, workspace, period in (
            ("workshop 2018-10", example, "2018-10"),
            ("workshop 2018-11", example, "2018-11"),
            ("synthetic", made, SYNTHETIC),
        ):
            workspace.run(period)
            verdicts.append(judge(workspace, title, period))
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
