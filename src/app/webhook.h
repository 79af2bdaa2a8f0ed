#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"

namespace billwright::app {

/// "t=1764230400,v1=5257a8…": the time in seconds, and the HMAC-SHA256 in hexadecimal of
/// "<time>.<body>" under the secret, as Stripe signs. Who receives it computes the same, compares,
/// and refuses what is older than some minutes: so nothing can be forged or sent again.
std::string SignatureOf(std::string_view body, std::string_view secret, UtcTime now);

/// Posts JSON to a webhook, once. With a secret the header Billwright-Signature goes with it.
/// Fails: kIo if nobody answers within 15 seconds, or with another status than 2xx. Redirects are
///        not followed: a finding goes where it was told to, or nowhere.
Result<void> PostWebhook(const std::string& url, const std::string& body, std::string_view secret,
                         UtcTime now);

}  // namespace billwright::app
