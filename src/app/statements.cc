#include <fmt/core.h>

#include <algorithm>

#include "app/use_cases.h"
#include "report/render/document.h"
#include "report/render/write.h"

namespace billwright::app {

namespace fs = std::filesystem;

namespace {

Result<std::vector<report::Format>> FormatsOf(const std::vector<std::string>& names) {
  std::vector<report::Format> formats;
  for (const std::string& name : names) {
    bool found = false;
    for (const report::Format format : report::AllFormats())
      if (report::Name(format) == name) {
        formats.push_back(format);
        found = true;
      }
    if (!found)
      return Fail(ErrorCode::kInvalidInput,
                  fmt::format("there is no statement format \"{}\"; the formats are: html, pdf, "
                              "csv, json",
                              name));
  }
  if (names.empty()) formats.assign(report::AllFormats().begin(), report::AllFormats().end());
  return formats;
}

Result<void> RequireStatements(const std::vector<std::string>& customers,
                               const std::vector<Statement>& statements) {
  for (const std::string& customer : customers) {
    const bool found =
        std::any_of(statements.begin(), statements.end(),
                    [&](const Statement& statement) { return statement.customer_id == customer; });
    if (found) continue;
    std::string names;
    for (const Statement& statement : statements)
      names += (names.empty() ? "" : ", ") + statement.customer_id;
    return Fail(ErrorCode::kInvalidInput,
                fmt::format("customer \"{}\" has no statement in this period; those who have one: "
                            "{}",
                            customer, names.empty() ? "nobody" : names));
  }
  return {};
}

report::ResellerProfile ProfileOf(const books::WorkspaceSettings& workspace) {
  return {workspace.reseller_name, workspace.reseller_address, workspace.reseller_tax_id,
          workspace.reseller_email, workspace.payment_details};
}

}  // namespace

Result<std::vector<StatementFiles>> WriteStatements(Session& session,
                                                    const StatementRequest& request) {
  ASSIGN_OR_RETURN(const std::vector<report::Format> formats, FormatsOf(request.formats));
  ASSIGN_OR_RETURN(pipeline::OpenRun * run, session.OpenRun(request.period));
  engine::Engine& engine = *run->state.engine;
  pipeline::RunTables& tables = run->state.tables;
  ASSIGN_OR_RETURN(const auto* statements, tables.statements.Rows(engine));
  RETURN_IF_ERROR(RequireStatements(request.customers, *statements));
  ASSIGN_OR_RETURN(const auto* lines, tables.statement_lines.Rows(engine));
  ASSIGN_OR_RETURN(const auto* discounts, tables.statement_discounts.Rows(engine));
  ASSIGN_OR_RETURN(const auto* names, tables.service_names.Rows(engine));

  const fs::path folder = request.folder.empty()
                              ? session.folder() / "statements" / request.period.ToString()
                              : request.folder;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Fail(ErrorCode::kIo, folder.string() + ": " + error.message());

  const report::ResellerProfile profile = ProfileOf(run->books.workspace);
  std::vector<StatementFiles> written;
  for (const Statement& statement : *statements) {
    const auto& wanted = request.customers;
    if (!wanted.empty() &&
        std::find(wanted.begin(), wanted.end(), statement.customer_id) == wanted.end())
      continue;
    ASSIGN_OR_RETURN(const report::Document document,
                     report::BuildDocument({request.period, statement, *lines, *discounts,
                                            run->books.customers, *names, profile}));
    RETURN_IF_ERROR(report::WriteDocuments(document, folder, formats));
    StatementFiles& files = written.emplace_back();
    files.statement = statement;
    files.customer_name = document.customer.name;
    for (const report::Format format : formats)
      files.files.push_back(folder /
                            fmt::format("{}.{}", statement.statement_id, report::Name(format)));
  }
  return written;
}

}  // namespace billwright::app
