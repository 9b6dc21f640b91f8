// The SIP stack's headers, as this room uses them: every callback's context is a plain pointer, which the function that
// binds it turns back into its owner. Nobody outside the room includes this.
#pragma once

#define SU_ROOT_MAGIC_T void
#define SU_WAKEUP_ARG_T void
#define NTA_AGENT_MAGIC_T void
#define NTA_LEG_MAGIC_T void
#define NTA_INCOMING_MAGIC_T void
#define NTA_OUTGOING_MAGIC_T void
#define NTA_RELIABLE_MAGIC_T void

#include <sofia-sip/auth_client.h>
#include <sofia-sip/auth_digest.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/nta.h>
#include <sofia-sip/nta_stateless.h>
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/nta_tport.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_extra.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_wait.h>
#include <sofia-sip/tport.h>
#include <sofia-sip/tport_tag.h>
#include <sofia-sip/url.h>
#include <sofia-sip/url_tag.h>

namespace twinline::live::sip {

/// Memory of the stack's, given back with its owner.
class Home {
 public:
  Home() { su_home_init(home_); }
  ~Home() { su_home_deinit(home_); }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  operator su_home_t*() { return home_; }

 private:
  su_home_t home_[1] = {};
};

/// A URL as the stack's functions take it.
inline const url_string_t* as_url(const char* text) { return reinterpret_cast<const url_string_t*>(text); }

/// The status of a response, also of one that the stack made up because none came.
inline int status_of(const nta_outgoing_t* request, const sip_t* response) {
  return response && response->sip_status ? response->sip_status->st_status : nta_outgoing_status(request);
}

/// A member function as the stack's callback for responses.
template <auto Method, class Owner>
int on_response(void* owner, nta_outgoing_t* request, const sip_t* response) {
  (static_cast<Owner*>(owner)->*Method)(request, status_of(request, response), response);
  return 0;
}

}  // namespace twinline::live::sip
