#include "pipeline/stage_views.h"

#include "base/check.h"

namespace billwright::pipeline {

Result<AllocationView> AllocationView::Of(RunState& state) {
  engine::Engine& engine = *state.engine;
  ASSIGN_OR_RETURN(const auto* commitments, state.tables.commitments.Rows(engine));
  ASSIGN_OR_RETURN(const auto* coverage, state.tables.coverage.Rows(engine));
  ASSIGN_OR_RETURN(const auto* windows, state.tables.windows.Rows(engine));
  ASSIGN_OR_RETURN(const auto* customers, state.tables.coverage_customers.Rows(engine));
  ASSIGN_OR_RETURN(const auto* cells, state.tables.cells.Rows(engine));
  AllocationView view;
  for (const CoverageCustomer& customer : *customers) {
    CHECK(customer.customer_index == static_cast<int64_t>(view.customer_ids_.size()));
    view.customer_ids_.push_back(customer.customer_id);
  }
  const books::Books& books = *state.books;
  view.input_ = {.period = state.period,
                 .currency = books.workspace.currency,
                 .commitments = *commitments,
                 .coverage = *coverage,
                 .windows = *windows,
                 .customer_ids = view.customer_ids_,
                 .customers = books.customers,
                 .policies = books.policies,
                 .cells = *cells};
  return view;
}

Result<PriceView> PriceView::Of(RunState& state) {
  engine::Engine& engine = *state.engine;
  ASSIGN_OR_RETURN(const auto* cells, state.tables.cells.Rows(engine));
  ASSIGN_OR_RETURN(const auto* cell_shares, state.tables.cell_shares.Rows(engine));
  const books::Books& books = *state.books;
  PriceView view;
  view.input_ = {.period = state.period,
                 .currency = books.workspace.currency,
                 .cells = *cells,
                 .cell_shares = *cell_shares,
                 .customers = books.customers,
                 .price_books = books.price_books,
                 .treatments = books.treatments,
                 .custom_lines = books.custom_lines};
  return view;
}

}  // namespace billwright::pipeline
