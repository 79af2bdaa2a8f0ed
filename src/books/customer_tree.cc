#include "books/customer_tree.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

namespace billwright::books {
namespace {

class Tree {
 public:
  Tree(Reading& reading, const SourceText& source, std::vector<CustomerDraft>& drafts)
      : reading_(reading), source_(source), drafts_(drafts) {
    for (CustomerDraft& draft : drafts_) by_id_.emplace(draft.customer.id, &draft);
  }

  void CheckParents() {
    for (CustomerDraft& draft : drafts_) {
      Customer& customer = draft.customer;
      if (customer.id != kHouse) CheckParent(draft);
      const bool sound =
          customer.id != kHouse && customer.parent != kHouse && by_id_.contains(customer.parent);
      if (!sound) customer.parent.clear();
    }
  }

  /// Follows the parents upward from each customer; who is met again on the way is in a circle.
  void CutCircles() {
    std::set<const CustomerDraft*> sound;
    for (CustomerDraft& start : drafts_) {
      std::vector<CustomerDraft*> way;
      CustomerDraft* at = &start;
      while (at != nullptr && !sound.contains(at) &&
             std::find(way.begin(), way.end(), at) == way.end()) {
        way.push_back(at);
        at = ParentOf(*at);
      }
      const auto again = std::find(way.begin(), way.end(), at);
      if (again != way.end()) CutCircle({again, way.end()});
      sound.insert(way.begin(), way.end());
    }
  }

  void Inherit() {
    std::set<const CustomerDraft*> done;
    for (CustomerDraft& draft : drafts_) Inherit(draft, done);
  }

 private:
  void Report(const CustomerDraft& draft, Place place, std::string code, std::string_view message) {
    reading_.mistakes.Add(Severity::kError, source_, place, std::move(code), draft.customer.id,
                          message);
  }

  void CheckParent(const CustomerDraft& draft) {
    const Customer& customer = draft.customer;
    if (customer.parent.empty()) {
      if (!customer.own_statement && source_.complete())
        Report(
            draft, draft.own_statement, "customer.no_statement",
            fmt::format("\"{}\" has no parent, so no other statement could carry its lines: name "
                        "a \"parent\", or leave \"own_statement\" out.",
                        customer.id));
    } else if (customer.parent == kHouse) {
      Report(draft, draft.parent, "customer.house",
             "The house has no customers below it: a customer at the top has no \"parent\".");
    } else if (const auto problem = reading_.customers.Problem(customer.parent)) {
      Report(draft, draft.parent, "customer.unknown_parent", *problem);
    }
  }

  void CutCircle(const std::vector<CustomerDraft*>& circle) {
    std::string names;
    for (const CustomerDraft* draft : circle) names += fmt::format("\"{}\" → ", draft->customer.id);
    const CustomerDraft& first = *circle.front();
    Report(first, first.parent, "customer.cycle",
           fmt::format("The parents go round in a circle: {}\"{}\".", names, first.customer.id));
    circle.back()->customer.parent.clear();
  }

  CustomerDraft* ParentOf(const CustomerDraft& draft) const {
    return draft.customer.parent.empty() ? nullptr : by_id_.at(draft.customer.parent);
  }

  void Inherit(CustomerDraft& draft, std::set<const CustomerDraft*>& done) {
    if (!done.insert(&draft).second) return;
    Customer& customer = draft.customer;
    if (CustomerDraft* parent = ParentOf(draft)) {
      Inherit(*parent, done);
      const Customer& above = parent->customer;
      if (customer.price_book.empty()) customer.price_book = above.price_book;
      if (customer.currency.empty()) customer.currency = above.currency;
      if (customer.payment_terms.empty()) customer.payment_terms = above.payment_terms;
      if (!customer.passed) customer.passed = above.passed;
    }
    if (customer.currency.empty()) customer.currency = reading_.books.workspace.currency;
  }

  Reading& reading_;
  const SourceText& source_;
  std::vector<CustomerDraft>& drafts_;
  std::map<std::string, CustomerDraft*, std::less<>> by_id_;
};

}  // namespace

void ResolveTree(Reading& reading, const SourceText& source, std::vector<CustomerDraft>& drafts) {
  Tree tree(reading, source, drafts);
  tree.CheckParents();
  tree.CutCircles();
  tree.Inherit();
}

}  // namespace billwright::books
