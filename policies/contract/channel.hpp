// The ways on which customers come, and what each of them means to a centre: whether it takes the whole of an agent,
// and whether it can lie until the morning. How customers behave on it is not said here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace twinline {

enum class Channel : std::uint8_t {
  voice,   ///< a telephone call
  chat,    ///< both are there and write to each other
  email,   ///< written now, answered later
  ticket,  ///< a matter that a department works on, from whatever it came
  app,     ///< written in the company's own app, and answered there
  web,     ///< the same on the company's site
  branch,  ///< somebody stands at the counter
  field,   ///< somebody is visited
};

inline constexpr std::array<std::string_view, 8> channel_names{"voice", "chat", "email",  "ticket",
                                                               "app",   "web",  "branch", "field"};

constexpr std::string_view name_of(Channel channel) { return channel_names[static_cast<std::size_t>(channel)]; }

/// The channel of this name, or none.
constexpr std::optional<Channel> channel_of(std::string_view name) {
  for (std::size_t position = 0; position < channel_names.size(); ++position) {
    if (channel_names[position] == name) return static_cast<Channel>(position);
  }
  return std::nullopt;
}

/// Who speaks with somebody can do nothing else; who writes to somebody may write to others meanwhile.
constexpr bool takes_whole_agent(Channel channel) {
  return channel == Channel::voice || channel == Channel::branch || channel == Channel::field;
}

/// A letter can come, and lie, while nobody is there. Who writes in an app or on a page is there for the answer.
constexpr bool waits_while_closed(Channel channel) { return channel == Channel::email || channel == Channel::ticket; }

}  // namespace twinline
