#!/usr/bin/env python3
"""The same month gives the same tables, cut in parts, in any order, in other formats.

same_month.py FOLDER_OF_THE_PROGRAMS
"""

import sys
import tempfile
from pathlib import Path

from policies_under_test import policy
from workspace import Programs, Workspace

PERIOD = "2026-10"
MONTH = (
    "--seed 7 --rows 8000 --accounts 24 --customers 5 --payers 2 --savings-plans 5 --reservations 4"
    " --move 2"
).split()
TABLES = (
    "cell",
    "share",
    "cell_share",
    "charge",
    "statement",
    "statement_line",
    "margin_line",
    "bridge",
)
# Formats name services and regions in their own ways: cells differ; what is divided must not.
OF_ANY_FORMAT = ("share", "bridge")
MOST_DIGITS = ("rows", "unblended_cost", "amortised_cost")


def turn_round(workspace):
    """Gives the first part's name to the last and so on."""
    for folder in workspace.deliveries.iterdir():
        parts = sorted(folder.iterdir())
        assert len(parts) == 3
        contents = [part.read_bytes() for part in parts]
        for part, content in zip(parts, contents[2:] + contents[:2]):
            part.write_bytes(content)


def tables_of(programs, folder, *options, after=None):
    workspace = Workspace(folder, programs)
    workspace.make(PERIOD, *MONTH, *options)
    workspace.write(
        "policies.toml",
        policy("shared", 'method = "pro-rata"', "passed = 0.75", 'unused = "customers"'),
    )
    if after:
        after(workspace)
    workspace.command("ingest")
    workspace.run(PERIOD)
    tables = {table: workspace.digest(PERIOD, table) for table in TABLES}
    costs = [
        [line[name] for name in ("customer_id", *MOST_DIGITS)]
        for line in workspace.table(PERIOD, "cell", "customer_id")
    ]
    return tables, costs


def main(programs):
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="billwright-same-") as scratch:

        def month(name, *options, after=None):
            return tables_of(Programs(programs), Path(scratch) / name, *options, after=after)

        one = ("--format", "legacy-csv.gz")
        whole, costs = month("whole", *one)
        others = [
            ("three parts", TABLES, month("parts", *one, "--parts", 3)),
            (
                "three parts, names turned round",
                TABLES,
                month("turned", *one, "--parts", 3, after=turn_round),
            ),
            ("legacy csv", TABLES, month("plain", "--format", "legacy-csv")),
            ("snake names", TABLES, month("snake", *one, "--spelling", "snake")),
            ("CUR 2.0", OF_ANY_FORMAT, month("cur2", "--format", "cur2-csv.gz")),
            ("Parquet", OF_ANY_FORMAT, month("parquet", "--format", "legacy-parquet")),
        ]
        for name, names, (tables, other_costs) in others:
            differences = [table for table in names if tables[table] != whole[table]]
            differences += ["costs by customer"] if costs != other_costs else []
            passed += not differences
            failed += bool(differences)
            print(
                f"{'FAILED' if differences else 'passed'}  {name}: "
                f"{', '.join(names)}, costs by customer"
                + (f"; different: {', '.join(differences)}" if differences else ""),
                flush=True,
            )
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
