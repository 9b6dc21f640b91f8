// The part of the edge's configuration that is the same for every bridge: how requests and replies are treated.
#pragma once

#include <string_view>

namespace twinline::live::edge {

/// Kamailio's routing blocks. They rely on the definitions INNER_ADDRESS, INNER_PORT and INNER_SOCKET (towards the
/// bridges), TRUNK_LIMIT and OTHER_LIMIT (requests a second), on the bridges being set 1 of the dispatcher, and on
/// route[WHOSE], which sets $var(trunk), $var(phone) and $var(trusted) from the request's source.
extern const std::string_view routes;

}  // namespace twinline::live::edge
