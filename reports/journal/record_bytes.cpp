#include "reports/journal/record_bytes.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <google/protobuf/arena.h>

#include "reports/journal/journal.pb.h"

namespace twinline::journal {
namespace {

constexpr std::size_t first_block_bytes = std::size_t{64} << 10;

/// Messages of one record live here together and are dropped together.
class Memory {
 public:
  Memory() : first_block_(first_block_bytes), arena_(options(first_block_)) {}

  /// An empty message; those made before are gone.
  template <class Message>
  Message& fresh() {
    arena_.Reset();
    return *google::protobuf::Arena::CreateMessage<Message>(&arena_);
  }

 private:
  static google::protobuf::ArenaOptions options(std::vector<char>& first_block) {
    google::protobuf::ArenaOptions options;
    options.initial_block = first_block.data();
    options.initial_block_size = first_block.size();
    return options;
  }

  std::vector<char> first_block_;
  google::protobuf::Arena arena_;
};

}  // namespace

class Encoder::Workspace {
 public:
  template <class Message, class Record>
  void encode(const Record& record) {
    Message& message = memory_.fresh<Message>();
    journal::encode(record, message);
    // Fields are written in the order of their numbers. Only maps would have no order of their own; the
    // schema has none.
    payload_.resize(message.ByteSizeLong());
    message.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(payload_.data()));
  }
  std::string_view payload() const { return payload_; }

 private:
  Memory memory_;
  std::string payload_;
};

Encoder::Encoder() : workspace_(std::make_unique<Workspace>()) {}
Encoder::~Encoder() = default;

void Encoder::encode(const Header& header) { workspace_->encode<v1::Header>(header); }
void Encoder::encode(const Snapshot& snapshot) { workspace_->encode<v1::Snapshot>(snapshot); }
void Encoder::encode(const Preparation& preparation) { workspace_->encode<v1::Preparation>(preparation); }
void Encoder::encode(const EntryParts& parts) { workspace_->encode<v1::Entry>(parts); }

std::string_view Encoder::payload() const { return workspace_->payload(); }

class Decoder::Workspace {
 public:
  template <class Message>
  const Message& parsed(std::string_view payload, const char* what) {
    Message& message = memory_.fresh<Message>();
    if (!message.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
      throw BadRecord(std::string{what} + " cannot be read");
    }
    return message;
  }

 private:
  Memory memory_;
};

Decoder::Decoder() : workspace_(std::make_unique<Workspace>()) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

Header Decoder::header(std::string_view payload) { return decode(workspace_->parsed<v1::Header>(payload, "a header")); }

Snapshot Decoder::snapshot(std::string_view payload) {
  return decode(workspace_->parsed<v1::Snapshot>(payload, "a snapshot"));
}

Preparation Decoder::preparation(std::string_view payload) {
  return decode(workspace_->parsed<v1::Preparation>(payload, "a preparation"));
}

Entry Decoder::entry(std::string_view payload, Time before) {
  return decode(workspace_->parsed<v1::Entry>(payload, "an entry"), before);
}

Record Decoder::record(const Frame& frame, Time& now) {
  switch (frame.kind) {
    case FrameKind::snapshot: {
      Snapshot snapshot = this->snapshot(frame.payload);
      now = snapshot.at;
      return snapshot;
    }
    case FrameKind::preparation: return preparation(frame.payload);
    case FrameKind::entry: {
      Entry entry = this->entry(frame.payload, now);
      now = entry.at;
      return entry;
    }
    case FrameKind::header:
    case FrameKind::block:
    case FrameKind::index:
    case FrameKind::trailer: break;
  }
  throw BadRecord("a second header");
}

}  // namespace twinline::journal
