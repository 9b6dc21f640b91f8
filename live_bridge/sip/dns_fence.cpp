#include "live_bridge/sip/dns_fence.hpp"

#include <dlfcn.h>
#include <netdb.h>

namespace {

thread_local bool fenced = false;

}  // namespace

/// Takes the C library's place for the whole process, the SIP stack's shared object included.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  using Resolve = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto resolve = reinterpret_cast<Resolve>(dlsym(RTLD_NEXT, "getaddrinfo"));
  if (!node || !fenced) return resolve(node, service, hints, result);
  addrinfo numeric{};
  if (hints) numeric = *hints;
  numeric.ai_flags |= AI_NUMERICHOST;
  return resolve(node, service, &numeric, result);
}

namespace twinline::live::sip {

void fence_dns_of_this_thread() { fenced = true; }

}  // namespace twinline::live::sip
