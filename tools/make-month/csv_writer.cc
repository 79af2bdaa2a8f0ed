#include <fcntl.h>

#include <deque>
#include <future>

#include "base/file.h"
#include "close.h"
#include "columns.h"
#include "gzip.h"
#include "hour.h"
#include "report_writer.h"

namespace billwright::make_month {

namespace {

/// Hours that one task makes: enough rows that starting it costs nothing.
constexpr int kHoursOfTask = 4;

void AppendField(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void AppendJson(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

/// Spells rows as csv text.
class CsvSpeller {
 public:
  explicit CsvSpeller(const World& world)
      : world_(world),
        columns_(ColumnsOf(world)),
        java_numbers_(world.options.report == Report::kCur2) {}

  std::string Header() const {
    std::string line;
    for (const Column& column : columns_) {
      if (!line.empty()) line += ',';
      AppendField(line, NameOf(column, world_.options));
    }
    return line + '\n';
  }

  void Append(std::string& out, const Row& row) {
    const RowView view{world_, row, scratch_};
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) out += ',';
      AppendCell(out, columns_[c], view);
    }
    out += '\n';
  }

 private:
  void AppendCell(std::string& out, const Column& column, const RowView& view) {
    switch (column.kind) {
      case Column::Kind::kText:
        AppendField(out, column.text(view));
        break;
      case Column::Kind::kNumber:
      case Column::Kind::kRate:
        AppendNumber(out, column.number(view));
        break;
      case Column::Kind::kTime:
        AppendTime(out, column.time(view));
        break;
      case Column::Kind::kTextMap:
        AppendTextMap(out, column, view);
        break;
      case Column::Kind::kNumberMap:
        json_ = "{";
        if (const Amount amount = column.number(view); amount != kAbsent) {
          json_ += "\"edp_discount\":";
          AppendNumber(json_, amount);
        }
        AppendField(out, json_ += '}');
        break;
    }
  }

  void AppendNumber(std::string& out, Amount amount) const {
    if (amount == kAbsent) return;
    if (java_numbers_)
      AppendJava(out, amount);
    else
      AppendPlain(out, amount);
  }

  void AppendTime(std::string& out, UtcTime time) const {
    const int hour = world_.HourOf(time);
    const bool whole = (time.seconds - world_.start.seconds) % UtcTime::kSecondsPerHour == 0;
    if (whole && hour >= 0 && hour <= world_.hours)
      out += world_.hour_texts[static_cast<size_t>(hour)];
    else
      out += time.ToString();
    if (java_numbers_) out.insert(out.size() - 1, ".000");
  }

  void AppendTextMap(std::string& out, const Column& column, const RowView& view) {
    map_.clear();
    column.map(view, map_);
    json_ = "{";
    for (const auto& [key, value] : map_) {
      if (json_.size() > 1) json_ += ',';
      AppendJson(json_, key);
      json_ += ':';
      AppendJson(json_, value);
    }
    AppendField(out, json_ += '}');
  }

  const World& world_;
  std::vector<Column> columns_;
  bool java_numbers_;
  std::string scratch_, json_;
  TextMap map_;
};

/// Some hours of rows as text, deflated if the report is.
struct Chunk {
  GzipJoin::Piece piece;  ///< `deflated` is the text itself where nothing is compressed
  Tally tally;
};

Chunk Finished(const World& world, std::string text, Tally tally) {
  if (world.options.encoding == Encoding::kCsvGz)
    return {GzipJoin::Deflate(text), std::move(tally)};
  return {{std::move(text), 0, 0}, std::move(tally)};
}

Chunk MakeHours(const World& world, int payer, int first_hour, int end_hour) {
  HourSimulation simulation(world);
  CsvSpeller speller(world);
  Tally tally(world, payer);
  std::string text;
  for (int hour = first_hour; hour < end_hour; ++hour) {
    const std::span<Row> rows = simulation.Run(payer, hour);
    tally.Add(rows);
    for (const Row& row : rows) speller.Append(text, row);
  }
  return Finished(world, std::move(text), std::move(tally));
}

Chunk MakeClose(const World& world, const Tally& hours) {
  const MonthClose close(world, hours);
  CsvSpeller speller(world);
  Tally tally(world, hours.payer());
  tally.Add(close.rows());
  std::string text;
  for (const Row& row : close.rows()) speller.Append(text, row);
  return Finished(world, std::move(text), std::move(tally));
}

/// The file that chunks are written to, in order.
class ChunkFile {
 public:
  static Result<ChunkFile> Open(const World& world, const Part& part) {
    ASSIGN_OR_RETURN(FileDescriptor file,
                     FileDescriptor::Open(part.path, O_WRONLY | O_CREAT | O_TRUNC, "write"));
    ChunkFile opened(std::move(file), world.options.encoding == Encoding::kCsvGz);
    if (opened.compressed_) RETURN_IF_ERROR(opened.file_.Write(GzipJoin::Header()));
    RETURN_IF_ERROR(
        opened.Write(Finished(world, CsvSpeller(world).Header(), Tally(world, part.payer)).piece));
    return opened;
  }

  Result<void> Write(const GzipJoin::Piece& piece) {
    return file_.Write(compressed_ ? join_.Append(piece) : piece.deflated);
  }

  Result<void> Close() {
    if (compressed_) RETURN_IF_ERROR(file_.Write(join_.Trailer()));
    return file_.Close();
  }

 private:
  ChunkFile(FileDescriptor file, bool compressed)
      : file_(std::move(file)), compressed_(compressed) {}

  FileDescriptor file_;
  bool compressed_;
  GzipJoin join_;
};

}  // namespace

Result<void> WriteCsv(const World& world, const Part& part, Tally& tally) {
  ASSIGN_OR_RETURN(ChunkFile file, ChunkFile::Open(world, part));
  std::deque<std::future<Chunk>> under_way;
  const auto most = static_cast<size_t>(2 * ThreadsFor(world.options));
  const auto write_first = [&]() -> Result<void> {
    const Chunk chunk = under_way.front().get();
    under_way.pop_front();
    tally.Merge(chunk.tally);
    return file.Write(chunk.piece);
  };
  for (int hour = part.first_hour; hour < part.end_hour; hour += kHoursOfTask) {
    if (under_way.size() == most) RETURN_IF_ERROR(write_first());
    under_way.push_back(std::async(std::launch::async, MakeHours, std::cref(world), part.payer,
                                   hour, std::min(hour + kHoursOfTask, part.end_hour)));
  }
  while (!under_way.empty()) RETURN_IF_ERROR(write_first());
  if (part.closes) {
    const Chunk close = MakeClose(world, tally);
    tally.Merge(close.tally);
    RETURN_IF_ERROR(file.Write(close.piece));
  }
  return file.Close();
}

}  // namespace billwright::make_month
