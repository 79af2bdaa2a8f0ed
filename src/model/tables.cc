#include "model/bridge.h"
#include "model/cell.h"
#include "model/charge.h"
#include "model/commitment.h"
#include "model/finding.h"
#include "model/margin_line.h"
#include "model/proof.h"
#include "model/share.h"
#include "model/statement.h"

// The one list of columns of every record of a run. A change of a name, a type or a meaning here
// raises the table's version; a column added at the end does not.

namespace billwright {

namespace {

constexpr bool kKey = true;
constexpr bool kValue = false;

}  // namespace

template <>
const Table<Cell>& TableOf<Cell>() {
  static const Table<Cell> table{
      "cell",
      1,
      "The smallest sums that all later decisions treat alike.",
      {
          {"customer_id", &Cell::customer_id, kKey, "whose it is; house and unassigned included"},
          {"span_start", &Cell::span_start, kKey, "start of the stretch without a book change"},
          {"payer_account_id", &Cell::payer_account_id, kKey, "bill/PayerAccountId"},
          {"usage_account_id", &Cell::usage_account_id, kKey, "lineItem/UsageAccountId"},
          {"service", &Cell::service, kKey, "lineItem/ProductCode"},
          {"region", &Cell::region, kKey, "product/region; product_region_code in CUR 2.0"},
          {"usage_type", &Cell::usage_type, kKey, "lineItem/UsageType"},
          {"operation", &Cell::operation, kKey, "lineItem/Operation"},
          {"pricing_unit", &Cell::pricing_unit, kKey, "pricing/unit"},
          {"line_item_type", &Cell::line_item_type, kKey, "lineItem/LineItemType"},
          {"commitment_arn", &Cell::commitment_arn, kKey, "Savings Plan or reservation, or empty"},
          {"invoice_id", &Cell::invoice_id, kKey, "bill/InvoiceId; empty while not issued"},
          {"billing_entity", &Cell::billing_entity, kKey, "bill/BillingEntity"},
          {"legal_entity", &Cell::legal_entity, kKey, "lineItem/LegalEntity"},
          {"currency", &Cell::currency, kKey, "lineItem/CurrencyCode"},
          {"purchase_refund", &Cell::purchase_refund, kKey,
           "refund of a Savings Plan's upfront payment"},
          {"rows", &Cell::rows, kValue, "line items added up"},
          {"usage_amount", &Cell::usage_amount, kValue, "lineItem/UsageAmount, in pricing_unit"},
          {"unblended_cost", &Cell::unblended_cost, kValue, "lineItem/UnblendedCost"},
          {"public_on_demand_cost", &Cell::public_on_demand_cost, kValue,
           "pricing/publicOnDemandCost"},
          {"amortised_cost", &Cell::amortised_cost, kValue, "commitments spread over their use"},
          {"on_demand_value", &Cell::on_demand_value, kValue,
           "covered usage: its value without the commitment (O)"},
      }};
  return table;
}

template <>
const Table<Commitment>& TableOf<Commitment>() {
  static const Table<Commitment> table{
      "commitment",
      1,
      "The Savings Plans and reservations of the period.",
      {
          {"commitment_id", &Commitment::commitment_id, kKey, "number within the run"},
          {"payer_account_id", &Commitment::payer_account_id, kValue, "whose bill it is on"},
          {"commitment_arn", &Commitment::commitment_arn, kValue, "its name at AWS"},
          {"commitment_kind", &Commitment::commitment_kind, kValue, "savings_plan, reservation"},
          {"offering", &Commitment::offering, kValue, "savingsPlan/OfferingType, or the service"},
          {"owner_account_id", &Commitment::owner_account_id, kValue,
           "account on the fee row; without one, of the ARN"},
          {"currency", &Commitment::currency, kValue, "currency of its rows"},
          {"has_total", &Commitment::has_total, kValue,
           "its cost is delivered beside its used and unused part; FOCUS has no such column"},
      }};
  return table;
}

template <>
const Table<Coverage>& TableOf<Coverage>() {
  static const Table<Coverage> table{
      "coverage",
      1,
      "What one customer's covered rows add up to in one window of a commitment.",
      {
          {"commitment_id", &Coverage::commitment_id, kKey, "number in table commitment"},
          {"window_start", &Coverage::window_start, kKey,
           "hour (Savings Plan), month (reservation)"},
          {"customer_index", &Coverage::customer_index, kKey, "number in table coverage_customer"},
          {"rows", &Coverage::rows, kValue, "covered rows"},
          {"on_demand_value", &Coverage::on_demand_value, kValue, "Σ O"},
          {"effective_cost", &Coverage::effective_cost, kValue, "Σ E"},
      }};
  return table;
}

template <>
const Table<CoverageCustomer>& TableOf<CoverageCustomer>() {
  static const Table<CoverageCustomer> table{
      "coverage_customer",
      1,
      "The customers that table coverage numbers.",
      {
          {"customer_index", &CoverageCustomer::customer_index, kKey, "number in table coverage"},
          {"customer_id", &CoverageCustomer::customer_id, kValue, "the customer"},
      }};
  return table;
}

template <>
const Table<CommitmentWindow>& TableOf<CommitmentWindow>() {
  static const Table<CommitmentWindow> table{
      "commitment_window",
      1,
      "What AWS bills for a commitment in one window.",
      {
          {"commitment_id", &CommitmentWindow::commitment_id, kKey, "number in table commitment"},
          {"window_start", &CommitmentWindow::window_start, kKey,
           "hour (Savings Plan), month (reservation)"},
          {"owner_customer_id", &CommitmentWindow::owner_customer_id, kValue,
           "customer of the owner account then"},
          {"fee", &CommitmentWindow::fee, kValue, "unblended cost of the fee row"},
          {"total_commitment", &CommitmentWindow::total_commitment, kValue,
           "fee and amortised upfront"},
          {"amortised_upfront", &CommitmentWindow::amortised_upfront, kValue,
           "upfront payment's part of the window"},
          {"unused", &CommitmentWindow::unused, kValue, "W: committed and not used"},
      }};
  return table;
}

template <>
const Table<Share>& TableOf<Share>() {
  static const Table<Share> table{
      "share",
      1,
      "What each customer gets of each commitment.",
      {
          {"payer_account_id", &Share::payer_account_id, kKey, "whose bill it is on"},
          {"commitment_arn", &Share::commitment_arn, kKey, "the commitment"},
          {"commitment_kind", &Share::commitment_kind, kValue, "savings_plan, reservation"},
          {"window_start", &Share::window_start, kKey, "start of the period, or of the window"},
          {"owner_customer_id", &Share::owner_customer_id, kValue, "customer that owns it"},
          {"policy_id", &Share::policy_id, kValue, "entry of books/policies.toml"},
          {"method", &Share::method, kValue, "originating, pro-rata, reseller-retained"},
          {"customer_id", &Share::customer_id, kKey, "who gets it"},
          {"currency", &Share::currency, kValue, "of the amounts"},
          {"on_demand_value", &Share::on_demand_value, kValue, "O: covered usage without it"},
          {"effective_cost", &Share::effective_cost, kValue, "E: as AWS applied it"},
          {"benefit_share", &Share::benefit_share, kValue, "part of B = ΣO − ΣE"},
          {"passed", &Share::passed, kValue, "φ · share"},
          {"retained", &Share::retained, kValue, "share − passed"},
          {"attributed_cost", &Share::attributed_cost, kValue, "K = O − share"},
          {"price_basis", &Share::price_basis, kValue, "A = O − passed − cap excess"},
          {"unused_borne", &Share::unused_borne, kValue, "part of W"},
          {"cap_excess", &Share::cap_excess, kValue, "above list; the house's"},
      }};
  return table;
}

template <>
const Table<CellShare>& TableOf<CellShare>() {
  static const Table<CellShare> table{
      "cell_share",
      1,
      "Shares laid on the covered cells.",
      {
          {"customer_id", &CellShare::customer_id, kKey, "as in cell"},
          {"span_start", &CellShare::span_start, kKey, "as in cell"},
          {"payer_account_id", &CellShare::payer_account_id, kKey, "as in cell"},
          {"usage_account_id", &CellShare::usage_account_id, kKey, "as in cell"},
          {"service", &CellShare::service, kKey, "as in cell"},
          {"region", &CellShare::region, kKey, "as in cell"},
          {"usage_type", &CellShare::usage_type, kKey, "as in cell"},
          {"operation", &CellShare::operation, kKey, "as in cell"},
          {"pricing_unit", &CellShare::pricing_unit, kKey, "as in cell"},
          {"line_item_type", &CellShare::line_item_type, kKey, "as in cell; empty without a cell"},
          {"commitment_arn", &CellShare::commitment_arn, kKey, "the commitment"},
          {"invoice_id", &CellShare::invoice_id, kKey, "as in cell"},
          {"billing_entity", &CellShare::billing_entity, kKey, "as in cell"},
          {"legal_entity", &CellShare::legal_entity, kKey, "as in cell"},
          {"currency", &CellShare::currency, kKey, "of the amounts"},
          {"benefit_share", &CellShare::benefit_share, kValue, "part of the share"},
          {"passed", &CellShare::passed, kValue, "part of what is passed on"},
          {"cap_excess", &CellShare::cap_excess, kValue, "part of the cap excess"},
          {"unused_borne", &CellShare::unused_borne, kValue, "W borne, on a line without a cell"},
      }};
  return table;
}

template <>
const Table<Charge>& TableOf<Charge>() {
  static const Table<Charge> table{
      "charge",
      1,
      "What the reseller bills, beside what it cost.",
      {
          {"charge_id", &Charge::charge_id, kValue, "digest of the natural key"},
          {"customer_id", &Charge::customer_id, kKey, "who is billed"},
          {"rule_id", &Charge::rule_id, kKey, "rule, treatment or term that made it"},
          {"basis", &Charge::basis, kValue, "billed, public, allocated, cost, rate, term, none"},
          {"kind", &Charge::kind, kKey, "what the line items are"},
          {"span_start", &Charge::span_start, kKey, "as in cell"},
          {"payer_account_id", &Charge::payer_account_id, kKey, "as in cell"},
          {"usage_account_id", &Charge::usage_account_id, kKey, "as in cell"},
          {"service", &Charge::service, kKey, "as in cell"},
          {"region", &Charge::region, kKey, "as in cell"},
          {"usage_type", &Charge::usage_type, kKey, "as in cell"},
          {"operation", &Charge::operation, kKey, "as in cell"},
          {"pricing_unit", &Charge::pricing_unit, kKey, "as in cell"},
          {"line_item_type", &Charge::line_item_type, kKey, "as in cell"},
          {"commitment_arn", &Charge::commitment_arn, kKey, "as in cell"},
          {"invoice_id", &Charge::invoice_id, kKey, "as in cell"},
          {"billing_entity", &Charge::billing_entity, kKey, "as in cell"},
          {"legal_entity", &Charge::legal_entity, kKey, "as in cell"},
          {"currency", &Charge::currency, kKey, "of the amounts"},
          {"description", &Charge::description, kKey, "text of a term"},
          {"quantity", &Charge::quantity, kValue, "usage, in pricing_unit"},
          {"basis_amount", &Charge::basis_amount, kValue, "what the rule was applied to"},
          {"cost", &Charge::cost, kValue, "what it cost the reseller, after allocation"},
          {"charge", &Charge::charge, kValue, "what the customer is billed"},
          {"list_amount", &Charge::list_amount, kValue, "without discounts"},
          {"commitment_discount", &Charge::commitment_discount, kValue,
           "part of the discount that commitments gave"},
          {"retained_benefit", &Charge::retained_benefit, kValue,
           "commitment benefit kept by the reseller, less cap excess"},
          {"cell_customer_id", &Charge::cell_customer_id, kKey,
           "customer of the cell; another than customer_id where a treatment drops it"},
      }};
  return table;
}

template <>
const Table<Statement>& TableOf<Statement>() {
  static const Table<Statement> table{
      "statement",
      1,
      "Heads of the statements.",
      {
          {"statement_id", &Statement::statement_id, kKey, "period and customer"},
          {"customer_id", &Statement::customer_id, kValue, "who gets it"},
          {"state", &Statement::state, kValue, "draft"},
          {"currency", &Statement::currency, kValue, "of the amounts"},
          {"list_amount", &Statement::list_amount, kValue, "Σ lines before discounts"},
          {"discount", &Statement::discount, kValue, "Σ lines"},
          {"subtotal", &Statement::subtotal, kValue, "Σ lines before tax"},
          {"tax", &Statement::tax, kValue, "Σ tax lines"},
          {"total", &Statement::total, kValue, "owed"},
          {"charges", &Statement::charges, kValue, "Σ charges, unrounded"},
          {"rounding", &Statement::rounding, kValue, "subtotal − charges"},
      }};
  return table;
}

template <>
const Table<StatementLine>& TableOf<StatementLine>() {
  static const Table<StatementLine> table{
      "statement_line",
      1,
      "Lines of the statements, to the cent.",
      {
          {"statement_id", &StatementLine::statement_id, kKey, "the statement"},
          {"line_id", &StatementLine::line_id, kValue, "digest of the natural key"},
          {"customer_id", &StatementLine::customer_id, kKey, "whose charges they are"},
          {"section", &StatementLine::section, kKey, "part of the statement"},
          {"usage_account_id", &StatementLine::usage_account_id, kKey, "the account"},
          {"service", &StatementLine::service, kKey, "product code"},
          {"region", &StatementLine::region, kKey, "where"},
          {"description", &StatementLine::description, kKey, "what"},
          {"unit", &StatementLine::unit, kKey, "of the quantity"},
          {"currency", &StatementLine::currency, kKey, "of the amounts"},
          {"quantity", &StatementLine::quantity, kValue, "usage"},
          {"list_amount", &StatementLine::list_amount, kValue, "before discounts"},
          {"discount", &StatementLine::discount, kValue, "list amount − amount"},
          {"amount", &StatementLine::amount, kValue, "owed"},
          {"charge", &StatementLine::charge, kValue, "Σ charges behind it, unrounded"},
      }};
  return table;
}

template <>
const Table<StatementLineCharge>& TableOf<StatementLineCharge>() {
  static const Table<StatementLineCharge> table{
      "statement_line_charge",
      1,
      "Which charges are behind which line.",
      {
          {"line_id", &StatementLineCharge::line_id, kKey, "the line"},
          {"charge_id", &StatementLineCharge::charge_id, kKey, "the charge"},
      }};
  return table;
}

template <>
const Table<StatementDiscount>& TableOf<StatementDiscount>() {
  static const Table<StatementDiscount> table{
      "statement_discount",
      1,
      "What each commitment saved each customer.",
      {
          {"statement_id", &StatementDiscount::statement_id, kKey, "the statement"},
          {"customer_id", &StatementDiscount::customer_id, kKey, "who was saved it"},
          {"commitment_arn", &StatementDiscount::commitment_arn, kKey, "the commitment"},
          {"commitment_kind", &StatementDiscount::commitment_kind, kValue,
           "savings_plan, reservation"},
          {"name", &StatementDiscount::name, kValue, "for people"},
          {"policy_sentence", &StatementDiscount::policy_sentence, kValue, "how it is divided"},
          {"currency", &StatementDiscount::currency, kValue, "of the amounts"},
          {"on_demand_value", &StatementDiscount::on_demand_value, kValue, "of covered usage"},
          {"saved", &StatementDiscount::saved, kValue, "contained in the lines' discounts"},
      }};
  return table;
}

template <>
const Table<MarginLine>& TableOf<MarginLine>() {
  static const Table<MarginLine> table{
      "margin_line",
      1,
      "The margin by customer, service and source.",
      {
          {"customer_id", &MarginLine::customer_id, kKey, "the customer"},
          {"service", &MarginLine::service, kKey, "product code"},
          {"source", &MarginLine::source, kKey, "where it comes from"},
          {"currency", &MarginLine::currency, kKey, "of the amounts"},
          {"charge", &MarginLine::charge, kValue, "charges that it comes from"},
          {"cost", &MarginLine::cost, kValue, "costs that it comes from"},
          {"amount", &MarginLine::amount, kValue, "margin"},
      }};
  return table;
}

template <>
const Table<ProofLine>& TableOf<ProofLine>() {
  static const Table<ProofLine> table{
      "proof",
      1,
      "The identities of the run.",
      {
          {"stage", &ProofLine::stage, kValue, "where it is checked"},
          {"identity", &ProofLine::identity, kValue, "what must hold"},
          {"subject", &ProofLine::subject, kValue, "of what"},
          {"left", &ProofLine::left, kValue, "left side"},
          {"right", &ProofLine::right, kValue, "right side"},
          {"difference", &ProofLine::difference, kValue, "left − right"},
          {"tolerance", &ProofLine::tolerance, kValue, "0 for exact identities"},
          {"holds", &ProofLine::holds, kValue, "|difference| ≤ tolerance"},
          {"hard", &ProofLine::hard, kValue, "exact: a run in which it fails is not published"},
      }};
  return table;
}

template <>
const Table<BridgeLine>& TableOf<BridgeLine>() {
  static const Table<BridgeLine> table{
      "bridge",
      1,
      "From amortised cost back to the bill of AWS.",
      {
          {"payer_account_id", &BridgeLine::payer_account_id, kKey, "the payer"},
          {"item", &BridgeLine::item, kKey, "what is added"},
          {"currency", &BridgeLine::currency, kKey, "of the amount"},
          {"amount", &BridgeLine::amount, kValue, "its amount"},
      }};
  return table;
}

template <>
const Table<Finding>& TableOf<Finding>() {
  static const Table<Finding> table{
      "finding",
      1,
      "What a person should know about data or books.",
      {
          {"severity", &Finding::severity, kValue, "info, warning, error"},
          {"code", &Finding::code, kKey, "stable name of what was found"},
          {"subject", &Finding::subject, kKey, "account, commitment, file, rule"},
          {"message", &Finding::message, kKey, "a sentence, with what to do"},
          {"amount", &Finding::amount, kValue, "money at stake; 0 where none"},
          {"currency", &Finding::currency, kValue, "of the amount; empty where none"},
          {"where", &Finding::where, kKey, "file, line and column, or empty"},
      }};
  return table;
}

ProofLine ProofLine::Make(std::string stage, std::string identity, std::string subject,
                          Decimal left, Decimal right) {
  ProofLine line = MakeNear(std::move(stage), std::move(identity), std::move(subject), left, right,
                            /*tolerance=*/{});
  line.hard = true;
  return line;
}

ProofLine ProofLine::MakeNear(std::string stage, std::string identity, std::string subject,
                              Decimal left, Decimal right, Decimal tolerance) {
  ProofLine line;
  line.stage = std::move(stage);
  line.identity = std::move(identity);
  line.subject = std::move(subject);
  line.left = left;
  line.right = right;
  line.difference = left - right;
  line.tolerance = tolerance;
  line.holds = line.difference.Abs() <= tolerance;
  line.hard = false;
  return line;
}

}  // namespace billwright
