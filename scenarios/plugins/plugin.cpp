#include "scenarios/plugins/plugin.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include <cxxabi.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenarios/plugins/trial.hpp"
#include "scenarios/schema/sha256.hpp"

namespace twinline::scenarios {
namespace {

class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  /// Open until the process ends.
  void keep() { descriptor_ = -1; }
  /// A name under which the dynamic loader finds it.
  std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  int descriptor_;
};

std::string last_error() { return std::strerror(errno); }

std::string bytes_of(const std::string& name) {
  const OpenFile file(open(name.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about {};
  if (!file.is_open() || fstat(file.descriptor(), &about) != 0) {
    throw PluginError(fmt::format("{}: cannot be read: {}", name, last_error()));
  }
  if (!S_ISREG(about.st_mode)) throw PluginError(fmt::format("{}: is not a regular file", name));
  std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
  for (std::size_t got = 0; got < bytes.size();) {
    const ssize_t more = read(file.descriptor(), bytes.data() + got, bytes.size() - got);
    if (more < 0) throw PluginError(fmt::format("{}: cannot be read: {}", name, last_error()));
    if (more == 0) bytes.resize(got);
    got += static_cast<std::size_t>(more);
  }
  return bytes;
}

/// A copy in memory that nobody can change between hashing and loading.
int copy_in_memory(const std::string& name, std::string_view bytes) {
  const int copy = memfd_create("twinline-policy", MFD_CLOEXEC);
  while (copy >= 0 && !bytes.empty()) {
    const ssize_t wrote = write(copy, bytes.data(), bytes.size());
    if (wrote <= 0) break;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (copy >= 0 && bytes.empty()) return copy;
  const std::string why = last_error();
  if (copy >= 0) close(copy);
  throw PluginError(fmt::format("{}: cannot be copied into memory: {}", name, why));
}

std::string readable_symbol(const std::string& symbol) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> readable(abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status),
                                                        std::free);
  return status == 0 ? std::string{readable.get()} : symbol;
}

/// The dynamic loader's own words, without its name for the file and for people who do not read mangled names.
std::string loader_error(std::string message, const std::string& loaded_as) {
  if (message.starts_with(loaded_as + ": ")) message.erase(0, loaded_as.size() + 2);
  constexpr std::string_view undefined = "undefined symbol: ";
  if (message.starts_with(undefined)) {
    std::string symbol = message.substr(undefined.size());
    symbol = symbol.substr(0, symbol.find_first_of("\t, "));
    return fmt::format("needs '{}', which neither it nor a library that it names has; link what defines it",
                       readable_symbol(symbol));
  }
  if (message.find("invalid ELF header") != message.npos || message.find("file too short") != message.npos) {
    return fmt::format("is no shared object ({}); expected what twinline_add_policy() builds", message);
  }
  return "cannot be loaded: " + message;
}

/// What there is to say against a description; nothing of it that an ABI may change is read before the ABI is known.
std::string refusal_of(const PluginDescription* description) {
  if (description == nullptr) return "describes no policy";
  const auto& [abi, compiler_abi, layout, routing, staffing, ivr] = *description;
  if (abi != plugin_abi) {
    return fmt::format("was built for ABI {} of Twinline's contract; this program has ABI {}: build it again", abi,
                       plugin_abi);
  }
  if (std::string_view{compiler_abi} != plugin_compiler_abi) {
    return fmt::format("was built with [{}]; this program with [{}]: build it with the same compiler", compiler_abi,
                       plugin_compiler_abi);
  }
  if (layout != plugin_layout) {
    return "was built against other headers of the contract than this program; build it again";
  }
  if ((routing != nullptr) + (staffing != nullptr) + (ivr != nullptr) != 1) return "describes no policy";
  return {};
}

struct Opened {
  const PluginDescription* description = nullptr;
  std::string refusal;
};

Opened open_object(const std::string& path) {
  void* object = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) return {nullptr, loader_error(dlerror(), path)};
  const auto describe = reinterpret_cast<PluginFunction>(dlsym(object, plugin_function_name));
  if (describe == nullptr) {
    return {nullptr,
            fmt::format("exports no {}(); TWINLINE_POLICY(…) in one of its sources does", plugin_function_name)};
  }
  const PluginDescription* description = describe();
  return {description, refusal_of(description)};
}

/// The menu will ask for them; whoever cannot say them says it here.
void read_parameters_of(const PluginDescription& description) {
  if (description.routing) description.routing->parameters();
  if (description.staffing) description.staffing->parameters();
  if (description.ivr) description.ivr->parameters();
}

}  // namespace

const PolicyInfo& Plugin::info() const {
  if (description->routing) return description->routing->info;
  return description->staffing ? description->staffing->info : description->ivr->info;
}

std::string plugin_sha256(const std::string& file) { return sha256(bytes_of(file)); }

Plugin load_plugin(const std::string& file) {
  const std::string bytes = bytes_of(file);
  OpenFile copy(copy_in_memory(file, bytes));
  const std::string refusal = trial([&] {
    const Opened opened = open_object(copy.path());
    if (opened.refusal.empty()) read_parameters_of(*opened.description);
    return opened.refusal;
  });
  if (!refusal.empty()) throw PluginError(fmt::format("{}: {}", file, refusal));
  // What went well in the child goes well here; a plug-in that tosses a coin is told all the same.
  const Opened opened = open_object(copy.path());
  if (!opened.refusal.empty()) throw PluginError(fmt::format("{}: {}", file, opened.refusal));
  // The dynamic loader knows objects by name, and would take the next one under this number for this one.
  copy.keep();
  return {file, sha256(bytes), opened.description};
}

}  // namespace twinline::scenarios
