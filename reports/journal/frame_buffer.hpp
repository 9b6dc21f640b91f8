// The segment that is being written: frames gathered until the kernel is to have them, and where its blocks
// begin. A frame that cannot be handed over is forgotten again, so that its writer may try once more.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/time.hpp"
#include "reports/journal/output_file.hpp"
#include "reports/journal/segment.hpp"
#include "reports/journal/writer.hpp"

namespace twinline::journal {

class FrameBuffer {
 public:
  /// Throws JournalError, as every function here.
  FrameBuffer(const std::filesystem::path& path, Handover handover);

  /// Hands over what is left, as far as that is possible.
  ~FrameBuffer();
  FrameBuffer(const FrameBuffer&) = delete;
  FrameBuffer& operator=(const FrameBuffer&) = delete;

  /// `at` is the time of the record.
  void append(FrameKind kind, std::string_view payload, Time at);
  void flush();
  void sync();

  /// Ends the segment with its index, on disk.
  void close();

  /// Removes the file.
  void discard();

  /// What the file has or will have once all is handed over.
  std::uint64_t bytes() const { return file_.size() + buffer_.size(); }
  const std::filesystem::path& path() const { return file_.path(); }

 private:
  bool begins_block(FrameKind kind) const;

  OutputFile file_;
  Handover handover_;
  std::string buffer_;
  std::vector<Block> blocks_;
  Time latest_{};
};

}  // namespace twinline::journal
