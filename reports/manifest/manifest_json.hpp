// Manifests as files, schema "twinline.manifest/1": JSON for people and programs, with the signature as its last key.
// The bytes that are signed are the same text without it. Equal manifests give equal bytes, and a file that holds
// anything else than these bytes is not the one that was signed, however little it differs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reports/json/json_reader.hpp"
#include "reports/manifest/manifest.hpp"
#include "reports/manifest/signing.hpp"

namespace twinline::manifest {

struct Signature {
  std::string key;    ///< id of the public key
  std::string value;  ///< 128 hexadecimal digits
};

struct SignedManifest {
  Manifest manifest;
  std::optional<Signature> signature;
  std::string sha256;          ///< of the file
  bool is_as_written = false;  ///< the file holds what written() gives, byte for byte
};

/// What is signed.
std::string canonical(const Manifest& manifest);

/// The whole file.
std::string written(const Manifest& manifest, const std::optional<Signature>& signature);

/// The file of a manifest, signed.
std::string signed_by(const PrivateKey& key, const Manifest& manifest);

/// `file` is what errors call it. Throws reports::JsonReadError where it is no manifest. The signature is not verified.
SignedManifest read_manifest(std::string_view text, const std::string& file);

}  // namespace twinline::manifest
