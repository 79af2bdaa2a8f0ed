#!/usr/bin/env python3
"""Judges the numbers of Billwright by computing them again, from csv and books alone.

    judge_shares.py FOLDER_OF_THE_PROGRAMS

Months of several seeds and formats are run under every policy; each share of each window, each
share of the month and the costs by customer must agree to the last of 12 decimals. One line a case;
the last line counts.
"""

import csv
import json
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bend import bend
from books import Accounts, Policies
from delivered import rows as delivered_rows
from exact import text, units
from formulas import COLUMNS, COVERED, add_up, shares, windows
from policies_under_test import matrix
from workspace import Programs, Workspace

PERIOD = "2026-10"
SMALL = "--rows 8000 --accounts 24 --customers 5 --payers 2 --savings-plans 5 --reservations 4"


class Month:
    """`every`: 1 to run under each policy, 2 under every second one, to save time."""

    def __init__(self, name, options, unassigned=False, bent=False, every=1):
        self.name, self.options = name, f"{SMALL} {options}".split()
        self.unassigned, self.bent, self.every = unassigned, bent, every


MONTHS = [
    Month("seed 1 legacy csv", "--seed 1 --format legacy-csv --move 2"),
    Month(
        "seed 7 legacy csv.gz snake",
        "--seed 7 --format legacy-csv.gz --spelling snake --move 3",
        unassigned=True,
    ),
    Month("seed 42 CUR 2.0 csv.gz", "--seed 42 --format cur2-csv.gz --move 1", every=2),
    Month("seed 13 bent", "--seed 13 --format legacy-csv --move 2", unassigned=True, bent=True),
]


class Judge:
    def __init__(self):
        self.passed = self.failed = self.shares = self.windows = self.window_shares = 0

    def verdict(self, name, differences, compared):
        self.passed += not differences
        self.failed += bool(differences)
        lines = [f"{'FAILED' if differences else 'passed'}  {name}: {compared}"]
        print("\n".join(lines + [f"        {line}" for line in differences[:3]]), flush=True)


def different(ours, theirs):
    """Keys at which two {key: numbers} differ; a missing row is one of zeros."""
    lines = []
    for key in sorted(ours.keys() | theirs.keys()):
        width = len((ours.get(key) or theirs.get(key)))
        mine, printed = ours.get(key, (0,) * width), theirs.get(key, (0,) * width)
        if mine != printed:
            lines.append(
                f"{' '.join(key)}: independent {[text(n) for n in mine]}, "
                f"billwright {[text(n) for n in printed]}"
            )
    return lines


def printed_table(lines, keys, columns):
    result = {}
    for line in lines:
        key = tuple(line[name] for name in keys)
        assert key not in result, f"billwright prints {key} twice"
        result[key] = tuple(units(line[name]) for name in columns)
    return result


def unassign(workspace, rows):
    """Deletes the lines of the account with the most covered usage that is no payer."""
    path = workspace.folder / "books" / "accounts.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    payers = {row.payer for row in rows}
    covered = defaultdict(int)
    for row in rows:
        if row.kind in COVERED and row.account not in payers:
            covered[row.account] += 1
    account = max(sorted(covered), key=covered.get)
    kept = [line for line in lines if line.split(",")[1] != account]
    assert len(kept) < len(lines)
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def write_contracts(workspace):
    """Two contracts with a word on benefits; halden-logistics has that of halden-foods above it."""
    path = workspace.folder / "books" / "customers.toml"
    text_of_book = path.read_text(encoding="utf-8")
    for customer, passed in (("halden-foods", "0.777777777777"), ("northwind-robotics", "0.05")):
        line = f'id = "{customer}"\n'
        assert line in text_of_book
        text_of_book = text_of_book.replace(line, line + f"passed = {passed}\n")
    path.write_text(text_of_book, encoding="utf-8")


def costs_by_customer(rows, accounts):
    costs = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        sums = costs[accounts.customer(row.payer, row.account, row.hour)]
        sums[0] += units("1")
        sums[1] += row.unblended
        sums[2] += row.amortised
    return {(customer,): tuple(sums) for customer, sums in costs.items()}


def judge_costs(judge, month, workspace, rows, accounts):
    ours = costs_by_customer(rows, accounts)
    columns = ("rows", "unblended_cost", "amortised_cost")
    theirs = printed_table(
        workspace.table(PERIOD, "cell", "customer_id"), ("customer_id",), columns
    )
    if month.unassigned:
        assert ("unassigned",) in ours, "the month has nothing unassigned"
    judge.verdict(
        f"{month.name}, costs", different(ours, theirs), f"{len(rows)} rows, {len(ours)} customers"
    )


def judge_policy(judge, name, workspace, found):
    policies = Policies(workspace.folder / "books")
    ours, who = {}, {}
    for (payer, arn, start), window in sorted(found.items()):
        policy = policies.of(arn)
        # Without a fee row nothing unused is known, and so nothing hangs on who the owner is.
        who.setdefault(
            (payer, arn), (window.owner if window.has_fee else None, policy.id, policy.method)
        )
        for customer, numbers in shares(window, policy, policies.contracts).items():
            ours[f"{start}:00:00Z", payer, arn, customer] = numbers

    keys = ("window_start", "payer_account_id", "commitment_arn", "customer_id")
    by_window = printed_table(workspace.table(PERIOD, "share", *keys), keys, COLUMNS)
    month_lines = workspace.table(PERIOD, "share")
    by_month = printed_table(month_lines, keys[1:], COLUMNS)

    differences = different(ours, by_window) + different(add_up(ours, (1, 2, 3)), by_month)
    for line in month_lines:
        mine = who[line["payer_account_id"], line["commitment_arn"]]
        printed = (line["owner_customer_id"], line["policy_id"], line["method"])
        if mine[0] not in (None, printed[0]) or mine[1:] != printed[1:]:
            differences.append(
                f"{line['commitment_arn']}: independent {mine}, billwright {printed}"
            )

    judge.shares += len(by_month)
    judge.windows += len(found)
    judge.window_shares += len(ours)
    capped = sum(numbers[-1] != 0 for numbers in ours.values())
    judge.verdict(
        name,
        differences,
        f"{len(found)} windows, {len(ours)} shares of windows ({capped} capped), "
        f"{len(by_month)} of the month",
    )
    return capped


def judge_truth(judge, month, workspace, rows, found):
    """What make-month says it made against what is read here: the judge itself is judged."""
    with open(workspace.folder / "truth" / "totals.json", encoding="utf-8") as stream:
        totals = json.load(stream)
    sums, of_payers = defaultdict(lambda: [0, 0, 0]), {}
    for row in rows:
        for key in (("type", row.kind), ("payer", row.payer)):
            for place, amount in enumerate((units("1"), row.unblended, row.amortised)):
                sums[key][place] += amount
    for label, group in (("type", "by_line_item_type"), ("payer", "by_payer")):
        for name, line in totals[group].items():
            of_payers[label, name] = (
                units(str(line["rows"])),
                units(line["unblended"]),
                units(line["amortised"]),
            )
    differences = different({key: tuple(numbers) for key, numbers in sums.items()}, of_payers)

    if not month.unassigned:
        ours = defaultdict(lambda: (0, 0, 0))
        for (payer, arn, _), window in found.items():
            for customer, on_demand in window.on_demand.items():
                effective = window.effective[customer]
                ours[payer, arn, customer] = tuple(
                    map(
                        sum,
                        zip(
                            ours[payer, arn, customer],
                            (on_demand, effective, on_demand - effective),
                        ),
                    )
                )
        with open(
            workspace.folder / "truth" / "shares.csv", encoding="utf-8", newline=""
        ) as stream:
            theirs = printed_table(
                csv.DictReader(stream),
                ("payer", "arn", "customer"),
                ("on_demand", "effective", "benefit_share"),
            )
        differences += different(dict(ours), theirs)
    judge.verdict(f"{month.name}, truth of make-month", differences, f"{len(of_payers)} totals")


def assert_corners(found):
    """The bent month has what it was bent for."""
    covered = [window for window in found.values() if window.on_demand]
    assert any(sum(w.on_demand.values()) < sum(w.effective.values()) for w in covered), "no loss"
    assert any(
        not any(w.on_demand.values()) and len(w.on_demand) > 1 for w in covered
    ), "no worthless window"
    assert any(not w.has_fee for w in covered), "no window without a fee row"


def judge_month(judge, month, programs, folder):
    workspace = Workspace(folder, programs)
    workspace.make(PERIOD, *month.options)
    rows = delivered_rows(workspace.deliveries, PERIOD)
    if month.unassigned:
        unassign(workspace, rows)
    accounts = Accounts(workspace.folder / "books" / "accounts.csv")
    found = windows(rows, accounts, PERIOD)
    if month.bent:
        bend(workspace.deliveries, found)
        rows = delivered_rows(workspace.deliveries, PERIOD)
        found = windows(rows, accounts, PERIOD)
    assert sum(len(window.on_demand) > 1 for window in found.values()) > 20, "too little is shared"

    workspace.command("ingest")
    capped = 0
    arns = sorted({arn for _, arn, _ in found})
    customers = sorted(
        {c for window in found.values() for c in window.on_demand} - {"house", "unassigned"}
    )
    for place, (name, policies) in enumerate(matrix(arns, customers)[:: month.every]):
        workspace.write("policies.toml", policies)
        if name == "of contracts":
            write_contracts(workspace)
        workspace.run(PERIOD)
        if place == 0:
            judge_costs(judge, month, workspace, rows, accounts)
        capped += judge_policy(judge, f"{month.name}, {name}", workspace, found)
    assert capped, "the cap never held"
    if month.bent:
        assert_corners(found)
    if not month.bent:
        judge_truth(judge, month, workspace, rows, found)


def judge_in_scratch(arguments):
    month, programs = arguments
    judge = Judge()
    with tempfile.TemporaryDirectory(prefix="billwright-independent-") as folder:
        judge_month(judge, month, Programs(programs), Path(folder))
    return judge


def main(programs):
    with ProcessPoolExecutor() as pool:
        judges = list(pool.map(judge_in_scratch, [(month, programs) for month in MONTHS]))
    passed, failed = sum(j.passed for j in judges), sum(j.failed for j in judges)
    print(
        f"{sum(j.shares for j in judges)} shares of months, "
        f"{sum(j.window_shares for j in judges)} shares of windows, "
        f"{sum(j.windows for j in judges)} windows compared"
    )
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
