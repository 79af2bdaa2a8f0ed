"""The books, read without Billwright: whose an account is at an hour, which policy holds."""

import csv
import tomllib
from decimal import Decimal
from fractions import Fraction


class Accounts:
    """books/accounts.csv: half-open in UTC; a line with a payer goes before one without."""

    def __init__(self, path):
        self._lines = {}
        with open(path, encoding="utf-8", newline="") as stream:
            for line in csv.DictReader(stream):
                key = (line["payer"], line["account"])
                until = line["to"][:13] or "9"
                self._lines.setdefault(key, []).append((line["from"][:13], until, line["customer"]))

    def customer(self, payer, account, hour):
        for key in ((payer, account), ("", account)):
            for since, until, customer in self._lines.get(key, ()):
                if since <= hour < until:
                    return customer
        return "unassigned"


class Policy:
    def __init__(self, entry):
        self.id = entry["id"]
        self.method = entry["method"]
        self.divide_cost = entry.get("divide", "benefit") == "cost"
        self.unused = entry.get("unused", "reseller")
        self.cap = entry.get("cap_at_list", True)
        self._passed = entry.get("passed", 1)
        self._passed_by_customer = entry.get("passed_by_customer", {})

    def passed_to(self, customer, contracts):
        """The part of its share that a customer gets: phi of design section 4."""
        if self.method == "reseller-retained":
            return Fraction(0)
        for written in (self._passed_by_customer, contracts):
            if customer in written:
                return Fraction(written[customer])
        return Fraction(self._passed)


def contracts(path):
    """books/customers.toml: {customer: passed} of those whose contract, or one above, says it."""
    with open(path, "rb") as stream:
        entries = {
            entry["id"]: entry for entry in tomllib.load(stream, parse_float=Decimal)["customer"]
        }
    found = {}
    for customer in entries:
        above = customer
        while above and "passed" not in entries[above]:
            above = entries[above].get("parent")
        if above:
            found[customer] = entries[above]["passed"]
    return found


class Policies:
    """books/policies.toml of one month: the policy that names the commitment, else the default."""

    def __init__(self, folder):
        with open(folder / "policies.toml", "rb") as stream:
            entries = tomllib.load(stream, parse_float=Decimal).get("policy", [])
        self.contracts = contracts(folder / "customers.toml")
        self._default = Policy({"id": "default", "method": "originating"})
        self._by_commitment = {}
        for entry in entries:
            policy = Policy(entry)
            for arn in entry.get("commitments", []):
                self._by_commitment[arn] = policy
            if "commitments" not in entry:
                self._default = policy

    def of(self, arn):
        return self._by_commitment.get(arn, self._default)
