#include "truth.h"

#include <fmt/core.h>

#include <map>

#include "base/file.h"

namespace billwright::make_month {

namespace {

Result<void> MakeFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return Fail(ErrorCode::kIo,
                fmt::format("cannot make {}: {}", folder.string(), error.message()));
  return {};
}

const std::string& AccountId(const World& world, int account) {
  return world.accounts[static_cast<size_t>(account)].id;
}
const std::string& CustomerId(const World& world, int customer) {
  return world.customers[static_cast<size_t>(customer)].id;
}
const std::string& PayerId(const World& world, int payer) {
  return AccountId(world, world.payers[static_cast<size_t>(payer)].account);
}

/// payer,account,customer,from,to: the lines of books/accounts.csv.
std::string AccountLines(const World& world) {
  std::string text = "payer,account,customer,from,to\n";
  const auto line = [&](const Account& account, int payer, int customer, std::string_view from,
                        std::string_view to) {
    text += fmt::format("{},{},{},{},{}\n", PayerId(world, payer), account.id,
                        CustomerId(world, customer), from, to);
  };
  for (const Account& account : world.accounts) {
    for (const int payer : {account.payer, account.other_payer}) {
      if (payer < 0) continue;
      if (account.moved_to < 0) {
        line(account, payer, account.customer, "", "");
        continue;
      }
      const std::string& moved = world.hour_texts[static_cast<size_t>(account.move_hour)];
      line(account, payer, account.customer, "", moved);
      line(account, payer, account.moved_to, moved, "");
    }
  }
  return text;
}

/// {"rows": …, "unblended": "…", "amortised": "…"} by name, in the names' order.
std::string SumsJson(const std::map<std::string, Sums>& sums) {
  std::string text = "{";
  for (const auto& [name, sum] : sums) {
    text += text.size() > 1 ? ",\n    " : "\n    ";
    text += fmt::format("\"{}\": {{\"rows\": {}, \"unblended\": \"{}\", \"amortised\": \"{}\"}}",
                        name, sum.rows, ToText(sum.unblended), ToText(sum.amortised));
  }
  return text + "\n  }";
}

void AddIfAny(std::map<std::string, Sums>& sums, const std::string& name, const Sums& sum) {
  if (sum.rows > 0) sums[name] += sum;
}

std::string TotalsJson(const World& world, std::span<const Tally> tallies) {
  std::map<std::string, Sums> by_payer, by_type, by_account, by_invoice;
  for (const Tally& tally : tallies) {
    const std::string& payer = PayerId(world, tally.payer());
    for (size_t t = 0; t < tally.by_type().size(); ++t) {
      AddIfAny(by_type, std::string(Name(static_cast<RowType>(t))), tally.by_type()[t]);
      AddIfAny(by_payer, payer, tally.by_type()[t]);
    }
    for (size_t a = 0; a < tally.by_account().size(); ++a)
      AddIfAny(by_account, payer + "/" + AccountId(world, static_cast<int>(a)),
               tally.by_account()[a]);
    for (size_t i = 0; i < tally.by_invoice().size(); ++i)
      AddIfAny(by_invoice,
               i < size_t{kInvoiceKinds}
                   ? world.InvoiceOf(tally.payer(), static_cast<InvoiceKind>(i))
                   : payer + "/",
               tally.by_invoice()[i]);
  }
  return fmt::format(
      "{{\n  \"period\": \"{}\",\n  \"seed\": {},\n  \"by_payer\": {},\n"
      "  \"by_line_item_type\": {},\n  \"by_payer_and_account\": {},\n  \"by_invoice\": {}\n}}\n",
      world.options.period.ToString(), world.options.seed, SumsJson(by_payer), SumsJson(by_type),
      SumsJson(by_account), SumsJson(by_invoice));
}

const Tally& TallyOf(std::span<const Tally> tallies, const Commitment& commitment) {
  return tallies[static_cast<size_t>(commitment.payer)];
}

std::string CommitmentLines(const World& world, std::span<const Tally> tallies) {
  std::string text =
      "payer,arn,kind,owner_account,owner_customer,windows,on_demand,effective,benefit,unused,fee,"
      "amortised_upfront\n";
  for (int c = 0; c < world.commitment_count(); ++c) {
    const Commitment& commitment = world.CommitmentAt(c);
    if (!commitment.IsActive()) continue;
    const Tally& tally = TallyOf(tallies, commitment);
    const CommitmentSums& sums = tally.CommitmentAt(c);
    Share all;
    for (int customer = 0; customer < static_cast<int>(world.customers.size()); ++customer) {
      all.on_demand += tally.ShareOf(c, customer).on_demand;
      all.effective += tally.ShareOf(c, customer).effective;
    }
    const bool plan = c < static_cast<int>(world.savings_plans.size());
    const int owner = world.accounts[static_cast<size_t>(commitment.owner)].customer;
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", PayerId(world, commitment.payer),
                        commitment.arn, plan ? "savings_plan" : "reservation",
                        AccountId(world, commitment.owner), CustomerId(world, owner), sums.windows,
                        ToText(all.on_demand), ToText(all.effective),
                        ToText(all.on_demand - all.effective), ToText(sums.unused),
                        ToText(sums.fee), ToText(sums.amortised_upfront));
  }
  return text;
}

std::string ShareLines(const World& world, std::span<const Tally> tallies) {
  std::string text = "payer,arn,customer,rows,on_demand,effective,benefit_share\n";
  for (int c = 0; c < world.commitment_count(); ++c) {
    const Commitment& commitment = world.CommitmentAt(c);
    for (int customer = 0; customer < static_cast<int>(world.customers.size()); ++customer) {
      const Share& share = TallyOf(tallies, commitment).ShareOf(c, customer);
      if (share.rows == 0) continue;
      text +=
          fmt::format("{},{},{},{},{},{},{}\n", PayerId(world, commitment.payer), commitment.arn,
                      CustomerId(world, customer), share.rows, ToText(share.on_demand),
                      ToText(share.effective), ToText(share.on_demand - share.effective));
    }
  }
  return text;
}

}  // namespace

Result<void> WriteTruth(const World& world, std::span<const Tally> tallies) {
  const std::filesystem::path& folder = world.options.truth;
  RETURN_IF_ERROR(MakeFolder(folder));
  RETURN_IF_ERROR(WriteFileAtomically(folder / "accounts.csv", AccountLines(world)));
  RETURN_IF_ERROR(WriteFileAtomically(folder / "totals.json", TotalsJson(world, tallies)));
  RETURN_IF_ERROR(WriteFileAtomically(folder / "commitments.csv", CommitmentLines(world, tallies)));
  return WriteFileAtomically(folder / "shares.csv", ShareLines(world, tallies));
}

Result<void> WriteBooks(const World& world) {
  RETURN_IF_ERROR(MakeFolder(world.options.books));
  std::string customers = "# Made by make-month, to go with the reports of the same seed.\n";
  for (size_t c = 1; c < world.customers.size(); ++c) {
    const Customer& customer = world.customers[c];
    customers +=
        fmt::format("\n[[customer]]\nid = \"{}\"\nname = \"{}\"\n", customer.id, customer.name);
    if (customer.parent >= 0)
      customers += fmt::format("parent = \"{}\"\n", CustomerId(world, customer.parent));
    customers += "price_book = \"standard\"\n";
  }
  RETURN_IF_ERROR(WriteFileAtomically(world.options.books / "customers.toml", customers));
  return WriteFileAtomically(world.options.books / "accounts.csv", AccountLines(world));
}

}  // namespace billwright::make_month
