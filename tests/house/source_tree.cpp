#include "tests/house/source_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace twinline::house {
namespace {

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

/// Blanks from `begin` to `end`, line ends kept so that line numbers stay.
void blank(std::string& text, std::size_t begin, std::size_t end) {
  for (auto at = begin; at < std::min(end, text.size()); ++at) {
    if (text[at] != '\n') text[at] = ' ';
  }
}

std::size_t after(const std::string& text, std::string_view closing, std::size_t from) {
  const auto at = text.find(closing, from);
  return at == std::string::npos ? text.size() : at + closing.size();
}

/// The end of a quoted literal whose opening quote is at `begin`, one past its closing quote.
std::size_t end_of_quoted(const std::string& text, std::size_t begin) {
  const char quote = text[begin];
  for (auto at = begin + 1; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      return at + 1;
    }
  }
  return std::min(text.size(), text.find('\n', begin));
}

bool is_word(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_';
}

/// An apostrophe inside a number (1'000'000) opens no literal.
bool separates_digits(const std::string& text, std::size_t at) {
  return text[at] == '\'' && at > 0 && is_word(text[at - 1]);
}

bool is_include_line(const std::string& text, std::size_t at) {
  const auto line_begin = text.rfind('\n', at) == std::string::npos ? 0 : text.rfind('\n', at) + 1;
  return text.compare(line_begin, 8, "#include") == 0;
}

std::string without_comments_and_literals(std::string text) {
  for (std::size_t at = 0; at < text.size();) {
    auto end = at + 1;
    if (text.compare(at, 2, "//") == 0) {
      end = std::min(text.size(), text.find('\n', at));
      blank(text, at, end);
    } else if (text.compare(at, 2, "/*") == 0) {
      end = after(text, "*/", at + 2);
      blank(text, at, end);
    } else if (text.compare(at, 2, "R\"") == 0 && (at == 0 || !is_word(text[at - 1]))) {
      const auto open = std::min(text.size(), text.find('(', at));
      end = after(text, ")" + text.substr(at + 2, open - at - 2) + "\"", open);
      blank(text, at, end);
    } else if ((text[at] == '"' || text[at] == '\'') && !separates_digits(text, at) && !is_include_line(text, at)) {
      end = end_of_quoted(text, at);
      blank(text, at + 1, end - 1);
    }
    at = end;
  }
  return text;
}

bool is_one_of(std::string_view name, const auto& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 4> foreign_folders{"build", "node_modules", ".git", ".cache"};

// Text that people write. Data, pictures, lockfiles and the licence follow rules of their own.
constexpr std::array<std::string_view, 18> text_extensions{".cpp",  ".hpp",  ".h",  ".md",    ".txt",   ".yaml",
                                                           ".yml",  ".json", ".js", ".mjs",   ".ts",    ".css",
                                                           ".html", ".py",   ".sh", ".proto", ".cmake", ""};

bool is_text(const std::filesystem::path& path) {
  return path.filename() != "package-lock.json" && path.filename() != "LICENSE" &&
         is_one_of(path.extension().string(), text_extensions);
}

}  // namespace

SourceFile source_file(std::string path, std::string_view text) {
  SourceFile file{std::move(path), split_lines(text), {}};
  if (is_cpp(file.path)) file.code = split_lines(without_comments_and_literals(std::string{text}));
  return file;
}

std::vector<SourceFile> read_tree(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  auto entries = std::filesystem::recursive_directory_iterator{root};
  for (auto entry = begin(entries); entry != end(entries); ++entry) {
    if (entry->is_directory()) {
      if (is_one_of(entry->path().filename().string(), foreign_folders)) entry.disable_recursion_pending();
    } else if (is_text(entry->path())) {
      std::ifstream stream{entry->path(), std::ios::binary};
      const std::string text{std::istreambuf_iterator<char>{stream}, {}};
      files.push_back(source_file(entry->path().lexically_relative(root).generic_string(), text));
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

bool lies_in(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

bool lies_in_any(std::string_view path, const std::vector<std::string_view>& folders) {
  return std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) { return lies_in(path, folder); });
}

bool is_header(std::string_view path) { return path.ends_with(".hpp") || path.ends_with(".h"); }

bool is_cpp(std::string_view path) { return path.ends_with(".cpp") || is_header(path); }

std::string describe(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto& finding : findings) {
    text += finding.path + (finding.line > 0 ? ":" + std::to_string(finding.line) : "") + ": " + finding.message + "\n";
  }
  return text;
}

}  // namespace twinline::house
