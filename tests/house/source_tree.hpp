// The project as the house rules see it: every text file with its lines, and for C++ files a second reading
// in which comments and the contents of literals are blanked, so that a rule about code does not trip over a
// sentence about it. What a rule says is in include_rules and text_rules; here files are only read.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::house {

struct SourceFile {
  std::string path;                ///< from the project's root, with forward slashes
  std::vector<std::string> lines;  ///< as written
  std::vector<std::string> code;   ///< C++ only: the same lines without comments and literals' contents; else empty
};

/// A broken rule, printed as `path:line: message`. Line 0 means the file as a whole.
struct Finding {
  std::string path;
  std::size_t line = 0;
  std::string message;
};

/// A file made of `text`; what SourceTree does for a file on disk.
SourceFile source_file(std::string path, std::string_view text);

/// Every text file below `root` that belongs to the project: no build/, node_modules/, .git/, data or
/// lockfiles.
std::vector<SourceFile> read_tree(const std::filesystem::path& root);

/// True for `policies/acd/acd.cpp` in `policies` and in `policies/acd`, false for `policies_old/x.cpp` in
/// `policies`.
bool lies_in(std::string_view path, std::string_view folder);
bool lies_in_any(std::string_view path, const std::vector<std::string_view>& folders);

bool is_header(std::string_view path);
bool is_cpp(std::string_view path);

/// The findings one per line, empty when there are none: what a failing test prints.
std::string describe(const std::vector<Finding>& findings);

}  // namespace twinline::house
