// The SIP stack asks the system's resolver for hosts that it finds in hostile messages, and waits: a few thousand
// garbled datagrams leave a process alive and deaf. On a fenced thread getaddrinfo therefore answers for numeric
// addresses only, whoever calls it; other threads (databases, HTTP) resolve as ever.
#pragma once

namespace twinline::live::sip {

/// From here on this thread resolves no names.
void fence_dns_of_this_thread();

}  // namespace twinline::live::sip
