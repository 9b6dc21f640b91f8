#include "live_bridge/sip/events.hpp"

#include <cstring>
#include <new>
#include <utility>

namespace twinline::live::sip {

Events::Events(su_root_t* root) : root_(root), mailbox_(new Mailbox) {}

Events::~Events() {
  mailbox_->waiting.clear();
  mailbox_->abandoned = true;
  if (!mailbox_->announced) delete mailbox_;
}

void Events::post(std::function<void()> event) {
  mailbox_->waiting.push_back(std::move(event));
  if (mailbox_->announced) return;
  su_msg_r message = SU_MSG_R_INIT;
  const auto on_message = [](void*, su_msg_r received, su_msg_arg_t*) {
    Mailbox* mailbox = nullptr;
    std::memcpy(&mailbox, su_msg_data(received), sizeof mailbox);
    deliver(*mailbox);
  };
  if (su_msg_create(message, su_root_task(root_), su_root_task(root_), on_message, sizeof mailbox_) < 0) {
    throw std::bad_alloc();
  }
  std::memcpy(su_msg_data(message), &mailbox_, sizeof mailbox_);
  su_msg_send(message);
  mailbox_->announced = true;
}

void Events::deliver(Mailbox& mailbox) {
  while (!mailbox.waiting.empty()) {
    const auto event = std::move(mailbox.waiting.front());
    mailbox.waiting.pop_front();
    event();
  }
  mailbox.announced = false;
  if (mailbox.abandoned) delete &mailbox;
}

}  // namespace twinline::live::sip
