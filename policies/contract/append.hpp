// Appending to a list whose memory is used over and over, as those of the ACD's loop are: it has room but for a few
// times at first. Growth is kept out of whoever appends, who stays small and keeps what it knows in registers.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace twinline {

/// Gives a full list more room.
template <class Row>
[[gnu::noinline, gnu::cold]] void enlarge(std::vector<Row>& list) {
  constexpr std::size_t fewest = 64;
  list.reserve(list.empty() ? fewest : list.size() * 2);
}

/// As list.emplace_back(parts...).
template <class Row, class... Parts>
[[gnu::always_inline]] inline Row& append(std::vector<Row>& list, Parts&&... parts) {
  if (list.size() == list.capacity()) [[unlikely]]
    enlarge(list);
  if (list.size() == list.capacity()) __builtin_unreachable();
  return list.emplace_back(std::forward<Parts>(parts)...);
}

}  // namespace twinline
