#include "scenarios/schema/binding.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "scenarios/schema/quantity.hpp"
#include "scenarios/schema/sha256.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::size_t largest_referenced_text = std::size_t{64} << 20;

double amount_in_site_currency(const Node& node, const Money& money, Binding& binding) {
  if (!money.currency.empty() && money.currency != binding.scenario.currency) {
    binding.problems.error(node.place,
                           fmt::format("{} is not in the site's currency, {}; give all money in one currency",
                                       in_quotes(node.text), binding.scenario.currency));
  }
  return money.amount;
}

}  // namespace

ReferencedFiles::ReferencedFiles(const std::filesystem::path& scenario) : folder_(scenario.parent_path()) {
  names_.push_back(scenario.string());
}

std::filesystem::path ReferencedFiles::resolve(std::string_view written) const {
  return (folder_ / std::filesystem::path{written}).lexically_normal();
}

void ReferencedFiles::remember(const std::filesystem::path& path) {
  const std::string name = path.string();
  if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
}

std::optional<std::string> ReferencedFiles::read(std::string_view written, const Place& named, Problems& problems) {
  const auto path = resolve(written);
  auto text = read_text_file(path, largest_referenced_text, named, problems);
  if (text) remember(path);
  return text;
}

std::string ReferencedFiles::hash(std::string_view written, const Place& named, Problems& problems) {
  const auto path = resolve(written);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    const bool exists = std::filesystem::exists(path, error);
    problems.error(named, fmt::format("file {} {}", in_quotes(path.string()),
                                      exists ? "is not a regular file" : "does not exist"));
    return {};
  }
  std::ifstream stream(path, std::ios::binary);
  Sha256 sum;
  std::vector<char> piece(std::size_t{1} << 20);
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) || stream.gcount() > 0) {
    sum.add({piece.data(), static_cast<std::size_t>(stream.gcount())});
  }
  if (!stream.eof()) {
    problems.error(named, fmt::format("file {} cannot be read", in_quotes(path.string())));
    return {};
  }
  remember(path);
  return sum.hex();
}

const Node* find(const Node* node, std::initializer_list<std::string_view> path) {
  for (const std::string_view key : path) {
    if (!node) return nullptr;
    node = node->find(key);
  }
  return node;
}

std::string text_or(const Node* node, std::string_view fallback) {
  return node && node->is_scalar() ? node->text : std::string{fallback};
}

Duration duration_or(const Node* node, Duration fallback) {
  return node && node->is_scalar() ? parse_duration(node->text).value_or(fallback) : fallback;
}

double share_or(const Node* node, double fallback) {
  const double share = node && node->is_scalar() ? parse_share(node->text).value_or(fallback) : fallback;
  return share >= 0 && share <= 1 ? share : fallback;
}

double number_or(const Node* node, double fallback) {
  return node && node->is_scalar() ? parse_number(node->text).value_or(fallback) : fallback;
}

std::uint64_t whole_or(const Node* node, std::uint64_t fallback) {
  constexpr double largest = 9e15;
  const double number = number_or(node, static_cast<double>(fallback));
  return number >= 0 && number <= largest ? static_cast<std::uint64_t>(number) : fallback;
}

bool yes_or(const Node* node, bool fallback) {
  return node && node->is_scalar() ? parse_yes_no(node->text).value_or(fallback) : fallback;
}

double money_or(const Node* node, double fallback, Binding& binding) {
  const auto money = node && node->is_scalar() ? parse_money(node->text) : std::nullopt;
  return money ? amount_in_site_currency(*node, *money, binding) : fallback;
}

double money_per_hour_or(const Node* node, double fallback, Binding& binding) {
  const auto money = node && node->is_scalar() ? parse_money_per_hour(node->text) : std::nullopt;
  return money ? amount_in_site_currency(*node, *money, binding) : fallback;
}

std::vector<const Node*> scalars_of(const Node* node) {
  std::vector<const Node*> scalars;
  if (!node) return scalars;
  if (node->is_scalar()) scalars.push_back(node);
  for (const Node& item : node->items) {
    if (item.is_scalar()) scalars.push_back(&item);
  }
  return scalars;
}

std::optional<std::size_t> position_of(const Node* block, std::string_view name) {
  if (!block) return std::nullopt;
  for (std::size_t i = 0; i < block->entries.size(); ++i) {
    if (block->entries[i].key == name) return i;
  }
  return std::nullopt;
}

std::vector<double> read_shares(const Node& shares, const Node* block, std::size_t entries, std::string_view one,
                                Problems& problems) {
  std::vector<double> read(entries, 0);
  double sum = 0;
  for (const Entry& entry : shares.entries) {
    const double share = share_or(&entry.value, 0);
    sum += share;
    if (const auto position = position_of(block, entry.key)) {
      read[*position] = share;
    } else {
      problems.error(entry.place, fmt::format("unknown {} {}{}", one, in_quotes(entry.key),
                                              block ? did_you_mean(entry.key, block->keys()) : ""));
    }
  }
  constexpr double rounding = 1e-9;  // of shares written with a few decimals
  if (sum < 1 - rounding || sum > 1 + rounding) {
    problems.error(shares.place,
                   fmt::format("the shares of the {}s add up to {:.6g} %; they must be 100 %", one, sum * 100));
  }
  return read;
}

}  // namespace twinline::scenarios
