#include "live_bridge/recording/spool.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace twinline::live::recording {
namespace {

constexpr std::size_t pseudonym_digits = 16;
constexpr std::string_view label_mark = "twinline ";

bool is_ours(const std::string& name) {
  const bool long_enough = name.size() > pseudonym_digits + 1 && name[pseudonym_digits] == '-';
  return long_enough && std::all_of(name.begin(), name.begin() + pseudonym_digits, [](char digit) {
           return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
         });
}

std::vector<std::uint16_t> ports_in(const std::string& text) {
  std::vector<std::uint16_t> ports;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), port);
    if (error == std::errc{} && end == part.data() + part.size()) ports.push_back(port);
  }
  return ports;
}

/// The line of the server's notes that the bridge wrote.
std::string label_in(const std::filesystem::path& notes) {
  std::ifstream stream(notes);
  std::string label;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with(label_mark)) label = line;
  }
  return label;
}

}  // namespace

std::string to_text(const Label& label) {
  return fmt::format("{}kind={} type={} queue={} caller={} agent={}", label_mark, label.kind, label.type, label.queue,
                     fmt::join(label.caller, ","), fmt::join(label.agent, ","));
}

Label label_from(const std::string& text) {
  Label label;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) continue;
    const std::string key = word.substr(0, equals), value = word.substr(equals + 1);
    if (key == "kind") label.kind = value;
    if (key == "type") label.type = value;
    if (key == "queue") label.queue = value;
    if (key == "caller") label.caller = ports_in(value);
    if (key == "agent") label.agent = ports_in(value);
  }
  return label;
}

std::filesystem::path Spool::packets(const Capture& capture) const {
  return folder_ / "pcaps" / (capture.name + ".pcap");
}

std::filesystem::path Spool::notes(const std::string& name) const {
  return folder_ / "metadata" / ("rtpengine-meta-" + name + ".txt");
}

std::filesystem::path Spool::growing_notes(const std::string& name) const {
  return folder_ / "tmp" / ("rtpengine-meta-" + name + ".tmp");
}

std::vector<Capture> Spool::captures() const {
  std::vector<Capture> found;
  if (!std::filesystem::exists(folder_ / "pcaps")) return found;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "pcaps")) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() != ".pcap" || !is_ours(name)) continue;
    found.push_back({name, name.substr(0, pseudonym_digits), label_from(label_in(notes(name))),
                     std::filesystem::exists(notes(name))});
  }
  std::sort(found.begin(), found.end(), [](const Capture& a, const Capture& b) { return a.name < b.name; });
  return found;
}

void Spool::remove(const Capture& capture) const {
  std::filesystem::remove(packets(capture));
  std::filesystem::remove(notes(capture.name));
  std::filesystem::remove(growing_notes(capture.name));
}

}  // namespace twinline::live::recording
