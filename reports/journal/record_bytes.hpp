// Records as bytes and back: the codec with Protobuf's memory around it, which is kept from one record to the
// next.
#pragma once

#include <memory>
#include <string_view>

#include "policies/contract/time.hpp"
#include "reports/journal/codec.hpp"
#include "reports/journal/frame.hpp"

namespace twinline::journal {

class Encoder {
 public:
  Encoder();
  ~Encoder();

  void encode(const Header& header);
  void encode(const Snapshot& snapshot);
  void encode(const Preparation& preparation);
  void encode(const EntryParts& parts);

  /// What was encoded last; until the next call.
  std::string_view payload() const;

 private:
  class Workspace;
  std::unique_ptr<Workspace> workspace_;
};

/// Throws BadRecord, as its functions do.
class Decoder {
 public:
  Decoder();
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  Header header(std::string_view payload);
  Snapshot snapshot(std::string_view payload);
  Preparation preparation(std::string_view payload);
  /// `before` is the time of the record before.
  Entry entry(std::string_view payload, Time before);

  /// A snapshot, preparation or entry, as the frame says. `now` is the time of the record before, and then of this one.
  Record record(const Frame& frame, Time& now);

 private:
  class Workspace;
  std::unique_ptr<Workspace> workspace_;
};

}  // namespace twinline::journal
