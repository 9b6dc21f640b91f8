#include "live_bridge/sip/sofia_loop.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "live_bridge/sip/dns_fence.hpp"
#include "live_bridge/sip/stack.hpp"

namespace twinline::live::sip {
namespace {

// The stack prints to stderr by default, numbers of callers included.
void silence_stack() { su_log_set_level(nullptr, 0); }

}  // namespace

SofiaLoop::SofiaLoop() {
  fence_dns_of_this_thread();
  su_init();
  silence_stack();
  root_ = su_root_create(nullptr);
  if (!root_) throw std::runtime_error("the SIP stack could not make its event loop");
  su_root_threading(root_, 0);
}

SofiaLoop::~SofiaLoop() {
  while (!watches_.empty()) unwatch(watches_.begin()->first);
  su_root_destroy(root_);
  su_deinit();
}

void SofiaLoop::watch(int file, Ready ready) {
  if (watches_.count(file)) throw std::logic_error("file " + std::to_string(file) + " is watched already");
  auto made = std::make_unique<Watch>();
  made->ready = std::make_shared<Ready>(std::move(ready));
  const auto on_ready = [](void*, su_wait_t*, void* argument) {
    // Held until it returns, for it may unwatch itself.
    const auto called = static_cast<Watch*>(argument)->ready;
    (*called)();
    return 0;
  };
  su_wait_t wait[1] = {SU_WAIT_INIT};
  if (su_wait_create(wait, file, SU_WAIT_IN) < 0) throw std::runtime_error("a file cannot be watched");
  made->index = su_root_register(root_, wait, on_ready, made.get(), su_pri_normal);
  if (made->index < 0) throw std::runtime_error("the SIP stack's event loop takes no more files");
  watches_.emplace(file, std::move(made));
}

void SofiaLoop::unwatch(int file) {
  const auto found = watches_.find(file);
  if (found == watches_.end()) return;
  su_root_deregister(root_, found->second->index);
  watches_.erase(found);
}

void SofiaLoop::run() { su_root_run(root_); }

void SofiaLoop::stop() { su_root_break(root_); }

su_root_t* root_of(EventLoop& loop) {
  auto* own = dynamic_cast<SofiaLoop*>(&loop);
  if (!own) throw std::logic_error("the SIP stack needs a loop of make_loop()");
  return own->root();
}

std::unique_ptr<EventLoop> make_loop() { return std::make_unique<SofiaLoop>(); }

}  // namespace twinline::live::sip
