"""Design section 4, Allocate, as it is written there: one window at a time, in exact integers.

A window is an hour of a Savings Plan or the month of a reservation. Written from the design alone,
by another mind than src/allocate, so that the two can be held against each other.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from exact import part_of, split

COLUMNS = (
    "on_demand_value",
    "effective_cost",
    "benefit_share",
    "passed",
    "retained",
    "attributed_cost",
    "price_basis",
    "unused_borne",
    "cap_excess",
)
FEES = ("SavingsPlanRecurringFee", "RIFee")
COVERED = ("SavingsPlanCoveredUsage", "DiscountedUsage")


@dataclass
class Window:
    on_demand: dict = field(default_factory=lambda: defaultdict(int))  # O by customer
    effective: dict = field(default_factory=lambda: defaultdict(int))  # E by customer
    unused: int = 0  # W
    owner: str = ""
    has_fee: bool = False


def account_in(arn):
    """arn:aws:savingsplans::111111111111:savingsplan/…"""
    return arn.split(":")[4]


def windows(rows, accounts, period):
    """{(payer, arn, window start): Window} of all covered and fee rows."""
    found = defaultdict(Window)
    for row in rows:
        if row.kind not in FEES + COVERED or not row.arn:
            continue
        start = row.hour if row.kind.startswith("SavingsPlan") else period + "-01T00"
        window = found[row.payer, row.arn, start]
        customer = accounts.customer(row.payer, row.account, row.hour)
        if row.kind in FEES:
            window.unused += row.unused
            window.owner, window.has_fee = customer, True
        else:
            window.on_demand[customer] += row.on_demand
            window.effective[customer] += row.effective
    for (payer, arn, start), window in found.items():
        window.owner = window.owner or accounts.customer(payer, account_in(arn), start)
    return found


def benefit_shares(window, policy):
    customers = window.on_demand
    if policy.method != "pro-rata":
        return {c: window.on_demand[c] - window.effective[c] for c in customers}
    effective = sum(window.effective.values())
    if policy.divide_cost:
        costs = split(effective, customers)
        return {c: window.on_demand[c] - costs[c] for c in customers}
    return split(sum(customers.values()) - effective, customers) if customers else {}


def unused_shares(window, policy):
    if policy.unused == "reseller":
        return {"house": window.unused}
    if policy.unused == "customers" and any(window.on_demand.values()):
        return split(window.unused, window.on_demand)
    return {window.owner: window.unused}


def shares(window, policy, contracts):
    """{customer: a number for each of COLUMNS} of one window."""
    benefit = benefit_shares(window, policy)
    unused = unused_shares(window, policy)
    result = {}
    for customer in benefit.keys() | unused.keys():
        on_demand = window.on_demand.get(customer, 0)
        share = benefit.get(customer, 0)
        passed = part_of(share, policy.passed_to(customer, contracts))
        borne = unused.get(customer, 0)
        basis = on_demand - passed
        excess = basis + borne - on_demand if policy.cap and basis + borne > on_demand > 0 else 0
        result[customer] = (
            on_demand,
            window.effective.get(customer, 0),
            share,
            passed,
            share - passed,
            on_demand - share,
            basis - excess,
            borne,
            excess,
        )
    check_identities(window, result)
    return result


def check_identities(window, result):
    """The identities of the design hold for this reading of it too."""
    total = (
        dict(zip(COLUMNS, map(sum, zip(*result.values())))) if result else dict.fromkeys(COLUMNS, 0)
    )
    on_demand, effective = sum(window.on_demand.values()), sum(window.effective.values())
    assert total["benefit_share"] == on_demand - effective
    assert total["unused_borne"] == window.unused
    assert total["attributed_cost"] + total["unused_borne"] == effective + window.unused
    assert (
        total["price_basis"] + total["cap_excess"] == total["attributed_cost"] + total["retained"]
    )


def add_up(parts, places):
    """Sums of the rows of {key: numbers} whose keys agree in the given places."""
    result = {}
    for key, numbers in parts.items():
        short = tuple(key[place] for place in places)
        result[short] = tuple(map(sum, zip(result.get(short, (0,) * len(numbers)), numbers)))
    return result
