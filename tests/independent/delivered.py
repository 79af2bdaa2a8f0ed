"""What AWS delivered, read without Billwright: legacy reports and CUR 2.0, csv or csv.gz."""

import csv
import gzip
import pathlib
import re
from collections import namedtuple

from exact import units

Row = namedtuple(
    "Row", "payer account kind hour arn unblended public on_demand effective unused amortised"
)

REFUNDED_PURCHASE = "Refund for one-time fee for Savings Plan ID"


def snake(name):
    """lineItem/UsageAccountId, the legacy spelling, as line_item_usage_account_id."""
    if "/" not in name or ":" in name:
        return name
    return (
        re.sub(r"[A-Z]", lambda letter: "_" + letter.group().lower(), name)
        .replace("/_", "_")
        .replace("/", "_")
    )


def hour_of(time):
    """2026-10-01T03:00:00.000Z and 2026-10-01 03:17:00 are both in hour 2026-10-01T03."""
    return time[:13].replace(" ", "T")


def files(folder):
    return sorted(
        path for path in pathlib.Path(folder).rglob("*") if path.name.endswith((".csv", ".csv.gz"))
    )


def records(path):
    """The lines of a report as dicts under snake names."""
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        names = [snake(name) for name in next(lines)]
        for fields in lines:
            yield dict(zip(names, fields))


def amortised(record, kind, arn, unblended):
    """domain 2.2, the published formula."""
    if kind == "SavingsPlanCoveredUsage":
        return units(record["savings_plan_savings_plan_effective_cost"])
    if kind == "SavingsPlanRecurringFee":
        return units(record["savings_plan_total_commitment_to_date"]) - units(
            record["savings_plan_used_commitment"]
        )
    if kind in ("SavingsPlanNegation", "SavingsPlanUpfrontFee"):
        return 0
    if kind == "DiscountedUsage":
        return units(record["reservation_effective_cost"])
    if kind == "RIFee":
        return unused_of_reservation(record)
    if kind == "Fee" and arn:
        return 0
    if kind == "Refund" and record["line_item_line_item_description"].startswith(REFUNDED_PURCHASE):
        return 0
    return unblended


def unused_of_reservation(record):
    return units(record["reservation_unused_amortized_upfront_fee_for_billing_period"]) + units(
        record["reservation_unused_recurring_fee"]
    )


def row_of(record, period):
    kind = record["line_item_line_item_type"]
    unblended = units(record["line_item_unblended_cost"])
    plan = record["savings_plan_savings_plan_a_r_n"]
    reservation = record["reservation_reservation_a_r_n"]
    on_demand = effective = unused = 0
    if kind == "SavingsPlanCoveredUsage":
        on_demand, effective = unblended, units(record["savings_plan_savings_plan_effective_cost"])
    elif kind == "DiscountedUsage":
        effective = units(record["reservation_effective_cost"])
        public = record["pricing_public_on_demand_cost"]
        on_demand = units(public) if public else effective
    elif kind == "SavingsPlanRecurringFee":
        unused = units(record["savings_plan_total_commitment_to_date"]) - units(
            record["savings_plan_used_commitment"]
        )
    elif kind == "RIFee":
        unused = unused_of_reservation(record)
    return Row(
        payer=record["bill_payer_account_id"],
        account=record["line_item_usage_account_id"],
        kind=kind,
        hour=hour_of(record["line_item_usage_start_date"]) or period + "-01T00",
        arn=plan or reservation,
        unblended=unblended,
        public=units(record["pricing_public_on_demand_cost"]),
        on_demand=on_demand,
        effective=effective,
        unused=unused,
        amortised=amortised(record, kind, reservation, unblended),
    )


def rows(folder, period):
    return [row_of(record, period) for path in files(folder) for record in records(path)]
