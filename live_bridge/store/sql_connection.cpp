#include "live_bridge/store/sql_connection.hpp"

namespace twinline::live::store {

std::unique_ptr<SqlConnection> connect(const scenarios::StoreSettings& settings) {
  switch (settings.call_records) {
    case scenarios::CallRecordStore::postgresql: return connect_postgresql(settings.database);
    case scenarios::CallRecordStore::sqlite: break;
  }
  return connect_sqlite(settings.database);
}

}  // namespace twinline::live::store
