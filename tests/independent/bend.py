"""Bends a delivered legacy csv into corners that a healthy month does not reach.

AWS's own identities are kept, so that the report is taken in:
* a loss: covered usage of one hour costs more than on demand;
* nothing to divide by: the covered usage of one hour is worth nothing on demand;
* no fee row, in some hours of a plan and for a reservation: what they cover then costs nothing;
* covered usage of a reservation without a public on-demand cost.
"""

import csv
from collections import defaultdict

from delivered import files, hour_of
from exact import text, units
from formulas import COVERED, FEES

KIND, HOUR = "lineItem/LineItemType", "lineItem/UsageStartDate"
COST, PUBLIC = "lineItem/UnblendedCost", "pricing/publicOnDemandCost"
PLAN, RESERVATION = "savingsPlan/SavingsPlanARN", "reservation/ReservationARN"
EFFECTIVE, USED = "savingsPlan/SavingsPlanEffectiveCost", "savingsPlan/UsedCommitment"
FOR_USAGE = (
    "reservation/EffectiveCost",
    "reservation/RecurringFeeForUsage",
    "reservation/AmortizedUpfrontCostForUsage",
)
TOTAL, RECURRING = (
    "savingsPlan/TotalCommitmentToDate",
    "savingsPlan/RecurringCommitmentForBillingPeriod",
)


def add(record, column, amount):
    record[column] = text(units(record[column]) + amount)


def make_a_loss(records, arn, hour):
    """The first covered row of the hour costs 3 x its on-demand value more, and the plan too."""
    of_window = [r for r in records if r[PLAN] == arn and hour_of(r[HOUR]) == hour]
    covered = next(
        r for r in of_window if r[KIND] == "SavingsPlanCoveredUsage" and units(r[COST]) > 0
    )
    more = 3 * units(covered[COST])
    add(covered, EFFECTIVE, more)
    fee = next(r for r in of_window if r[KIND] == "SavingsPlanRecurringFee")
    for column in (USED, TOTAL, RECURRING, COST):
        add(fee, column, more)


def make_worthless(records, arn, hour):
    for record in records:
        if record[PLAN] == arn and hour_of(record[HOUR]) == hour:
            if record[KIND] in ("SavingsPlanCoveredUsage", "SavingsPlanNegation"):
                record[COST] = "0"


def without_fee(records, column, arn, costs, hour=None):
    """The records less a commitment's fee rows; its covered rows cost nothing, as it must be."""
    kept = []
    for record in records:
        if record[column] != arn or (hour and hour_of(record[HOUR]) != hour):
            kept.append(record)
        elif record[KIND] not in FEES:
            if record[KIND] in COVERED:
                record.update(dict.fromkeys(costs, "0"))
            kept.append(record)
    return kept


def bend(folder, found):
    """`found`: the windows of the report before, by (payer, ARN, start)."""
    shared, reservations = defaultdict(list), []
    for (_, arn, start), window in sorted(found.items()):
        if ":savingsplan/" not in arn:
            reservations.append(arn)
        elif len(window.on_demand) > 1:
            shared[arn].append(start)
    plan = max(sorted(shared), key=lambda arn: len(shared[arn]))
    hours = shared[plan]
    assert len(hours) >= 20, "no plan is shared in enough hours"
    assert len(reservations) > 1
    for path in files(folder):
        with open(path, encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            records, names = list(reader), reader.fieldnames
        if any(r[PLAN] == plan for r in records):
            for hour in hours[:4]:
                make_a_loss(records, plan, hour)
            for hour in hours[6:9]:
                make_worthless(records, plan, hour)
            for hour in hours[12:15]:
                records = without_fee(records, PLAN, plan, (EFFECTIVE,), hour)
        records = without_fee(records, RESERVATION, reservations[0], FOR_USAGE)
        for place, record in enumerate(r for r in records if r[KIND] == "DiscountedUsage"):
            if place % 3 == 0:
                record[PUBLIC] = ""
        with open(path, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)
