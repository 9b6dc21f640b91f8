// The files of the desk's page, embedded in the binary when it was built. What is not in this table cannot be fetched:
// nothing is ever read from a disk by a name that a browser sent.
#pragma once

#include <string_view>

namespace twinline::live::desk {

struct PageFile {
  std::string_view path;  ///< as a browser asks for it
  std::string_view content_type;
  std::string_view text;
};

/// The file at this path, or null.
const PageFile* page_file(std::string_view path);

}  // namespace twinline::live::desk
