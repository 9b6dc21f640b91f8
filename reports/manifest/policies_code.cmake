# Writes OUTPUT from TEMPLATE with the SHA-256 over the names and hashes of all sources under ROOT/policies, in the
# order of their names.
file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/policies/*.cpp ${ROOT}/policies/*.hpp)
list(SORT sources)
set(all "")
foreach(source IN LISTS sources)
  file(SHA256 ${ROOT}/${source} hash)
  string(APPEND all "${hash}  ${source}\n")
endforeach()
string(SHA256 POLICIES_CODE "${all}")
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
