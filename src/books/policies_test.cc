#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr std::string_view kPlan = "arn:aws:savingsplans::111111111111:savingsplan/p1";

class PoliciesTest : public BooksTest {
 protected:
  void Policies(const std::string& text) { Write("books/policies.toml", text); }
};

TEST_F(PoliciesTest, HoldWhatIsWritten) {
  Policies(R"(
[[policy]]
id = "house-rule"
version = 3
method = "pro-rata"
weight = "covered"
divide = "cost"
passed = 0.75
unused = "customers"
cap_at_list = false
from = "2018-10"
to = "2018-12"
[policy.passed_by_customer]
globex = 0.5
acme = "0.25"
[[policy]]
id = "plan"
method = "reseller-retained"
unused = "owner"
commitments = ["arn:aws:savingsplans::111111111111:savingsplan/p1"]
)");
  const ReadResult result = Read();
  EXPECT_TRUE(result.usable());
  const std::vector<AllocationPolicy>& policies = result.books.policies;
  ASSERT_EQ(policies.size(), 4);  // and the built-in one before 2018-10 and from 2018-12 on
  const AllocationPolicy& rule = policies[0];
  EXPECT_EQ(rule.version, 3);
  EXPECT_EQ(rule.method, AllocationMethod::kProRata);
  EXPECT_TRUE(rule.divide_cost);
  EXPECT_EQ(rule.passed, Decimal::Parse("0.75").value());
  EXPECT_THAT(rule.passed_by_customer, ElementsAre(Pair("acme", Decimal::Parse("0.25").value()),
                                                   Pair("globex", Decimal::Parse("0.5").value())));
  EXPECT_EQ(rule.unused, UnusedBearer::kCustomers);
  EXPECT_FALSE(rule.cap_at_list);
  EXPECT_EQ(rule.from, (BillingPeriod{2018, 10}));
  EXPECT_EQ(rule.to, (BillingPeriod{2018, 12}));
  EXPECT_EQ(rule.position.ToString(), "books/policies.toml:2:1");
  EXPECT_EQ(policies[1].version, 1);
  EXPECT_EQ(policies[1].method, AllocationMethod::kResellerRetained);
  EXPECT_TRUE(policies[1].cap_at_list);
  EXPECT_THAT(policies[1].commitments, ElementsAre(kPlan));
}

TEST_F(PoliciesTest, WithoutAnyTheBuiltInOneHolds) {
  std::filesystem::remove(folder_ / "books/policies.toml");
  const ReadResult result = Read();
  EXPECT_EQ(
      Text(result.findings),
      "info policy.built_in books/policies.toml: No default policy is written, so the built-in "
      "one holds in every month: originating, unused commitment borne by the reseller, capped "
      "at list.\n");
  ASSERT_EQ(result.books.policies.size(), 1);
  const AllocationPolicy& policy = result.books.policies[0];
  EXPECT_EQ(policy.id, "default");
  EXPECT_EQ(policy.version, 1);
  EXPECT_EQ(policy.method, AllocationMethod::kOriginating);
  EXPECT_EQ(policy.unused, UnusedBearer::kReseller);
  EXPECT_TRUE(policy.cap_at_list);
}

TEST_F(PoliciesTest, BuiltInOneFillsTheMonthsBetween) {
  Policies(
      "[[policy]]\nid = \"default\"\nmethod = \"pro-rata\"\nto = \"2018-10\"\n"
      "[[policy]]\nid = \"default\"\nversion = 2\nmethod = \"originating\"\nfrom = \"2018-12\"\n");
  const ReadResult result = Read();
  EXPECT_EQ(
      Text(result.findings),
      "info policy.built_in books/policies.toml: No default policy is written for some months, "
      "so the built-in one holds from 2018-10 to 2018-11: originating, unused commitment borne "
      "by the reseller, capped at list.\n");
  EXPECT_EQ(result.books.policies[2].id, "built-in");
  EXPECT_EQ(result.books.policies[2].from, (BillingPeriod{2018, 10}));
  EXPECT_EQ(result.books.policies[2].to, (BillingPeriod{2018, 12}));
}

TEST_F(PoliciesTest, TwoDefaultsInOneMonth) {
  Append("books/policies.toml",
         "to = \"2018-11\"\n[[policy]]\nid = \"newer\"\nversion = 2\nmethod = \"pro-rata\"\n"
         "from = \"2018-10\"\n");
  EXPECT_EQ(
      Findings(),
      "error policy.two_defaults books/policies.toml:5:1: Two policies without \"commitments\" "
      "hold in 2018-10: \"house-rule\" version 1 and \"newer\" version 2. One is the default: "
      "end one where the other begins.\n"
      "  5 | [[policy]]\n"
      "    | ^\n");
}

TEST_F(PoliciesTest, CommitmentInTwoPolicies) {
  const std::string named =
      "method = \"pro-rata\"\ncommitments = [\"" + std::string(kPlan) + "\"]\n";
  Append("books/policies.toml", "[[policy]]\nid = \"a\"\n" + named +
                                    "[[policy]]\nid = \"b\"\nfrom = \"2019-01\"\n" + named);
  EXPECT_EQ(Findings(),
            "error policy.two_for_commitment books/policies.toml:12:16: This commitment has two "
            "policies from 2019-01 on: \"a\" version 1 and \"b\" version 1.\n"
            "  12 | commitments = [\"arn:aws:savingsplans::111111111111:savingsplan/p1\"]\n"
            "     |                ^\n");
}

TEST_F(PoliciesTest, TwoVersionsAtOnce) {
  Append("books/policies.toml",
         "[[policy]]\nid = \"house-rule\"\nversion = 2\nmethod = \"originating\"\n"
         "commitments = [\"" +
             std::string(kPlan) + "\"]\n");
  EXPECT_EQ(
      Findings(),
      "error policy.two_versions books/policies.toml:4:1: Two entries \"house-rule\" hold in "
      "every month: version 1 and version 2. End one where the other begins, or give this one "
      "another id.\n"
      "  4 | [[policy]]\n"
      "    | ^\n");
}

TEST_F(PoliciesTest, WordsThatAreNotOffered) {
  Policies(
      "[[policy]]\nid = \"p\"\nmethod = \"unshared\"\nunused = \"resellr\"\n"
      "weight = \"eligible\"\n");
  EXPECT_EQ(
      Findings(),
      "error book.not_offered books/policies.toml:3:10: \"method\" = \"unshared\" is not offered "
      "yet. Offered: \"originating\", \"pro-rata\" or \"reseller-retained\".\n"
      "  3 | method = \"unshared\"\n"
      "    |          ^\n"
      "error book.bad_value books/policies.toml:4:10: \"unused\" must be \"reseller\", \"owner\" "
      "or \"customers\", not \"resellr\". Did you mean \"reseller\"?\n"
      "  4 | unused = \"resellr\"\n"
      "    |          ^\n"
      "error book.not_offered books/policies.toml:5:10: \"weight\" = \"eligible\" is not offered "
      "yet. Offered: \"covered\".\n"
      "  5 | weight = \"eligible\"\n"
      "    |          ^\n");
}

TEST_F(PoliciesTest, Contradictions) {
  Policies(
      "[[policy]]\nid = \"p\"\nmethod = \"reseller-retained\"\npassed = 0.5\ndivide = \"cost\"\n");
  EXPECT_EQ(
      Findings(),
      "error policy.contradiction books/policies.toml:4:10: Method \"reseller-retained\" passes "
      "nothing on. To pass on a part, use \"originating\" with \"passed\".\n"
      "  4 | passed = 0.5\n"
      "    |          ^\n"
      "error policy.contradiction books/policies.toml:5:10: Only method \"pro-rata\" divides the "
      "cost; this is \"reseller-retained\".\n"
      "  5 | divide = \"cost\"\n"
      "    |          ^\n");
}

TEST_F(PoliciesTest, PassedByCustomer) {
  Append("books/policies.toml", "passed_by_customer = { acmee = 1, globex = 1.5 }\n");
  EXPECT_EQ(
      Findings(),
      "error book.unknown_customer books/policies.toml:4:24: There is no customer \"acmee\" in "
      "books/customers.toml. Did you mean \"acme\"?\n"
      "  4 | passed_by_customer = { acmee = 1, globex = 1.5 }\n"
      "    |                        ^\n"
      "error book.bad_value books/policies.toml:4:44: \"globex\" must be from 0 to 1, not 1.5.\n"
      "  4 | passed_by_customer = { acmee = 1, globex = 1.5 }\n"
      "    |                                            ^\n");
}

TEST_F(PoliciesTest, CommitmentsOfOtherProvidersAreTheirIds) {
  Append("books/policies.toml",
         "[[policy]]\nid = \"a\"\nmethod = \"pro-rata\"\ncommitments = "
         "[\"/providers/Microsoft.Capacity/reservationOrders/5f1d\", \"ocid1.subscription.a\"]\n");
  EXPECT_EQ(Good().policies.back().commitments.size(), 2u);
}

TEST_F(PoliciesTest, CommitmentsAreArns) {
  Append("books/policies.toml",
         "[[policy]]\nid = \"a\"\nmethod = \"pro-rata\"\ncommitments = [\"sp-1\"]\n"
         "[[policy]]\nid = \"b\"\nmethod = \"pro-rata\"\ncommitments = []\nto = \"0001-02\"\n");
  Policies(
      "[[policy]]\nid = \"a\"\nmethod = \"pro-rata\"\ncommitments = [\"sp-1\", 7]\n"
      "[[policy]]\nid = \"house-rule\"\nmethod = \"pro-rata\"\ncommitments = []\n");
  EXPECT_EQ(
      Findings(),
      "error book.bad_value books/policies.toml:4:16: \"commitments\" must list ARNs of Savings "
      "Plans or reservations, not \"sp-1\".\n"
      "  4 | commitments = [\"sp-1\", 7]\n"
      "    |                ^\n"
      "error book.wrong_type books/policies.toml:4:24: \"commitments\" must be a list of texts, "
      "such as [\"a\", \"b\"], not a number.\n"
      "  4 | commitments = [\"sp-1\", 7]\n"
      "    |                        ^\n"
      "error book.bad_value books/policies.toml:8:15: \"commitments\" must name something: leave "
      "it out where it is for all.\n"
      "  8 | commitments = []\n"
      "    |               ^\n");
}

TEST_F(PoliciesTest, MonthsAreWrittenInQuotes) {
  Append("books/policies.toml", "from = 2018-10\n");
  EXPECT_EQ(Findings(),
            "error book.syntax books/policies.toml:4:15: A month is "
            "written in quotes: \"2018-10\".\n"
            "  4 | from = 2018-10\n"
            "    |               ^\n");
}

TEST_F(PoliciesTest, HoldForWholeMonths) {
  Append("books/policies.toml", "from = \"2018-10-01\"\n");
  EXPECT_EQ(Findings(),
            "error book.bad_value books/policies.toml:4:8: \"from\" must be a month, such as "
            "\"2018-10\", not \"2018-10-01\". It holds for whole months.\n"
            "  4 | from = \"2018-10-01\"\n"
            "    |        ^\n");
}

TEST_F(PoliciesTest, MonthsThatAreNone) {
  Append("books/policies.toml", "from = \"2018-10\"\nto = \"2018-10\"\n");
  EXPECT_EQ(Findings().substr(0, Findings().find("info")), "");
}

TEST_F(PoliciesTest, TreatmentsHoldWhatIsWritten) {
  Append("books/policies.toml",
         "[[treatment]]\nkind = \"tax\"\ntreatment = \"pass\"\nfrom = \"2018-10\"\n"
         "[[treatment]]\nkind = \"tax\"\ntreatment = \"drop\"\ncustomers = [\"globex\", \"acme\"]\n"
         "[[treatment]]\nid = \"keep-credits\"\nkind = \"credit\"\ntreatment = \"retain\"\n");
  const std::vector<TreatmentRule> treatments = Good().treatments;
  ASSERT_EQ(treatments.size(), 3);
  EXPECT_EQ(treatments[0].id, "treatment:tax");
  EXPECT_EQ(treatments[0].kind, LineItemKind::kTax);
  EXPECT_EQ(treatments[0].treatment, Treatment::kPass);
  EXPECT_EQ(treatments[0].from, (BillingPeriod{2018, 10}));
  EXPECT_EQ(treatments[1].id, "treatment:tax-2");
  EXPECT_EQ(treatments[1].treatment, Treatment::kDrop);
  EXPECT_THAT(treatments[1].customers, ElementsAre("acme", "globex"));
  EXPECT_EQ(treatments[2].id, "keep-credits");
  EXPECT_EQ(treatments[2].treatment, Treatment::kRetain);
}

TEST_F(PoliciesTest, TreatmentsAreForWhatIsNotUsage) {
  Append("books/policies.toml",
         "[[treatment]]\nkind = \"usage\"\ntreatment = \"recompute\"\n"
         "[[treatment]]\nkind = \"taxes\"\ncustomers = [\"house\"]\n");
  EXPECT_EQ(Findings(),
            "error treatment.not_for_kind books/policies.toml:5:8: A treatment cannot be given "
            "for \"usage\": usage is priced by the price book, commitments are allocated by "
            "their policy. Kinds with treatments: fee, support, marketplace, tax, credit, "
            "refund, edp, private_rate, bundled, reservation_volume, spp.\n"
            "  5 | kind = \"usage\"\n"
            "    |        ^\n"
            "error book.not_offered books/policies.toml:6:13: \"treatment\" = \"recompute\" is "
            "not offered yet. Offered: \"pass\", \"retain\" or \"drop\".\n"
            "  6 | treatment = \"recompute\"\n"
            "    |             ^\n"
            "error book.missing_key books/policies.toml:7:1: [[treatment]] needs \"treatment\".\n"
            "  7 | [[treatment]]\n"
            "    | ^\n"
            "error book.bad_value books/policies.toml:8:8: \"kind\" must be \"fee\", "
            "\"support\", \"marketplace\", \"tax\", \"credit\", \"refund\", \"edp\", "
            "\"private_rate\", \"bundled\", \"reservation_volume\" or \"spp\", not \"taxes\".\n"
            "  8 | kind = \"taxes\"\n"
            "    |        ^\n"
            "error customer.house books/policies.toml:9:14: The house is the reseller itself: it "
            "gets no statement, and cannot be named here.\n"
            "  9 | customers = [\"house\"]\n"
            "    |              ^\n");
}

}  // namespace
}  // namespace billwright::books
