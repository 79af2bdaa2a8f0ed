#include <cstdio>

#include "ingest/source/candidate.h"

// fetch_aside PLACE ENDPOINT INCOMING: fetches the only report of a place, as ingest does, in a
// process of its own that a test may kill. Credentials as the environment says.

int main(int count, char** words) {
  if (count != 4) return 2;
  billwright::ingest::SourceSettings settings;
  settings.place = words[1];
  settings.server.endpoint = words[2];
  settings.incoming = words[3];
  auto candidates = billwright::ingest::Discover(settings);
  if (!candidates || candidates->size() != 1) return 2;
  const auto fetched = billwright::ingest::Fetch(candidates->front());
  if (!fetched) std::fprintf(stderr, "%s\n", fetched.error().ToString().c_str());
  return fetched ? 0 : 1;
}
