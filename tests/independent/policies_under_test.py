"""The policies of the matrix, as text of books/policies.toml."""


def policy(identifier, *lines, commitments=()):
    text = f'[[policy]]\nid = "{identifier}"\n' + "".join(line + "\n" for line in lines)
    if commitments:
        text += "commitments = [" + ", ".join(f'"{arn}"' for arn in commitments) + "]\n"
    return text


def each_its_own(arns):
    """Every commitment of a month under another policy; the default is for what is left."""
    kinds = [
        ('method = "pro-rata"', 'unused = "customers"'),
        ('method = "reseller-retained"', 'unused = "owner"'),
        ('method = "originating"', "passed = 0.55", 'unused = "customers"', "cap_at_list = false"),
        ('method = "pro-rata"', 'divide = "cost"', 'unused = "owner"'),
    ]
    text = policy("rest", 'method = "pro-rata"', "passed = 0.125")
    for place, arn in enumerate(arns[:-1]):
        text += policy(f"own-{place}", *kinds[place % len(kinds)], commitments=[arn])
    return text


def matrix(arns, customers):
    """(name, text) of each policy to run under; at "of contracts" contracts say more."""
    third, seventh = customers[0], customers[-1]
    by_customer = "passed_by_customer = { " + f"{third} = 0.333333333333, {seventh} = 0" + " }"
    return [
        ("built-in", ""),
        ("originating, owner", policy("a", 'method = "originating"', 'unused = "owner"')),
        ("originating, customers", policy("b", 'method = "originating"', 'unused = "customers"')),
        (
            "pro-rata",
            policy("c", 'method = "pro-rata"', 'weight = "covered"', 'divide = "benefit"'),
        ),
        ("pro-rata, customers", policy("d", 'method = "pro-rata"', 'unused = "customers"')),
        (
            "pro-rata, customers, no cap",
            policy("e", 'method = "pro-rata"', 'unused = "customers"', "cap_at_list = false"),
        ),
        (
            "pro-rata of cost, owner",
            policy("f", 'method = "pro-rata"', 'divide = "cost"', 'unused = "owner"'),
        ),
        (
            "pro-rata, passed 0.3",
            policy("g", 'method = "pro-rata"', "passed = 0.3", 'unused = "customers"'),
        ),
        ("originating, passed 0.3", policy("h", 'method = "originating"', "passed = 0.3")),
        (
            "by customer",
            policy(
                "i", 'method = "pro-rata"', "passed = 0.875", by_customer, 'unused = "customers"'
            ),
        ),
        ("retained", policy("j", 'method = "reseller-retained"')),
        (
            "retained, customers",
            policy("k", 'method = "reseller-retained"', 'unused = "customers"'),
        ),
        ("of contracts", policy("l", 'method = "pro-rata"', "passed = 0.6", 'unused = "owner"')),
        ("one each", each_its_own(arns)),
    ]
