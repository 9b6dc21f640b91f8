// What the schema's shapes do not say and a generator of scenarios must know all the same: which names a name refers to
// where the shape leaves that to the loader, what texts mean something, and which keys cannot be made up because they
// want a file beside the scenario. A key of which nothing is said here is generated from its shape alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::fuzz {

/// The block whose names a name under this key is one of: "look_up" → "look_ups". The key's own plural for a key that
/// is not known. The steps of a flow are the block "flows/": the names below the names of flows.
std::string block_of_names(std::string_view key);

/// Whether a name of the block means something although nobody defines it.
bool may_be_undefined(std::string_view block);

/// Whether a list of names under this key says which there are.
bool defines_names(std::string_view key);

/// The block whose names are the keys of the map under this key: "access" → "trunks". Empty where the map gives names.
std::string named_by_keys_of(std::string_view key);

/// Whether only some values of the key's kind make sense, and texts_for() has them.
bool has_own_texts(std::string_view key);

/// Texts that mean something under this key; any text for a key that is not known.
const std::vector<std::string>& texts_for(std::string_view key);

/// Keys of a map whose keys may be any, or days, or times.
const std::vector<std::string>& keys_for(std::string_view key);

/// Whether the value cannot be made up.
bool is_left_out(std::string_view key);

/// How likely an optional key is to be there, in the root or elsewhere; nothing where all that is known is the shape.
std::optional<double> likelihood_of_key(std::string_view key, bool is_of_root);

}  // namespace twinline::fuzz
