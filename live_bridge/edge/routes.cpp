#include "live_bridge/edge/routes.hpp"

namespace twinline::live::edge {

const std::string_view routes = R"kamailio(
request_route {
  # Answers go to where the request came from; no name in a Via is ever looked up.
  force_rport();
  if ($Ri == INNER_ADDRESS && $Rp == INNER_PORT) {
    route(FROM_BRIDGE);
    exit;
  }
  route(WHOSE);
  route(LIMIT);
  if ($var(trunk) == "" && $var(phone) == 0) {
    if (!is_method("ACK")) sl_send_reply("403", "Unknown Source");
    exit;
  }
  route(SANITY);
  remove_hf("X-Twinline-Trunk");
  if ($var(trusted) == 0) {
    remove_hf("P-Asserted-Identity");
    remove_hf("P-Preferred-Identity");
    remove_hf("Remote-Party-ID");
  }
  route(WITHIN_TRANSACTION);
  if (is_method("INVITE|UPDATE|REFER|SUBSCRIBE")) set_contact_alias();
  if (has_totag()) {
    # Along the way that we recorded, and to a bridge: the edge is no relay to anywhere else.
    if (!loose_route() || $du != $null || !is_ip("$rd") || !ds_is_from_list("1", "2", "$ru")) {
      if (!is_method("ACK")) sl_send_reply("481", "Call/Transaction Does Not Exist");
      exit;
    }
    route(RELAY);
  }
  t_check_trans();  # a repetition ends here
  if (is_method("OPTIONS") && $rU == $null) {
    sl_send_reply("200", "OK");
    exit;
  }
  remove_hf("Route");  # the next hop is chosen here
  if (is_method("REGISTER") && $var(phone) == 1) {
    $fs = INNER_SOCKET;
    if (!add_path_received()) route(BUSY);
  } else if (is_method("INVITE|OPTIONS") && $var(trunk) != "") {
    append_hf("X-Twinline-Trunk: $var(trunk)\r\n");
    if (is_method("INVITE")) record_route();
  } else {
    sl_send_reply("403", "Forbidden");
    exit;
  }
  if (!ds_select_dst("1", "8")) route(BUSY);
  $fs = INNER_SOCKET;
  t_on_failure("NEXT_BRIDGE");
  route(RELAY);
}

# What the bridges send to phones and trunks.
route[FROM_BRIDGE] {
  if (!ds_is_from_list("1")) {
    if (!is_method("ACK")) sl_send_reply("403", "Not a Bridge");
    exit;
  }
  route(SANITY);
  route(WITHIN_TRANSACTION);
  if (has_totag()) {
    if (!loose_route()) {
      if (!is_method("ACK")) sl_send_reply("481", "Call/Transaction Does Not Exist");
      exit;
    }
    if ($du == $null) handle_ruri_alias();
    route(RELAY);
  }
  t_check_trans();
  if (is_method("OPTIONS") && $rU == $null) {
    sl_send_reply("200", "OK");
    exit;
  }
  loose_route();  # the Path of a phone's registration
  if (is_method("INVITE")) record_route();
  route(RELAY);
}

# Trunks have a limit for each source. Phones have a lower one; strangers share one, so that forged sources fill no memory.
route[LIMIT] {
  if ($var(trunk) != "") {
    if (pl_check("trunk-$si", "TAILDROP", TRUNK_LIMIT)) return;
    if (is_method("INVITE") && !has_totag()) route(BUSY);
    exit;
  }
  $var(pipe) = "strangers";
  if ($var(phone) == 1) $var(pipe) = "phone-" + $si;
  if (!pl_check("$var(pipe)", "TAILDROP", OTHER_LIMIT)) exit;
}

# 17895: version, scheme, required headers, CSeq, Content-Length, Expires, URIs and Via; 7: Request-URI, From and To.
route[SANITY] {
  if (!sanity_check("17895", "7")) exit;
  if (!mf_process_maxfwd_header("70")) {
    if (!is_method("ACK")) sl_send_reply("483", "Too Many Hops");
    exit;
  }
}

# CANCEL and the ACK of a refusal belong to a transaction that is here, or to nobody.
route[WITHIN_TRANSACTION] {
  if (is_method("CANCEL")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  if (is_method("ACK") && !has_totag()) exit;
  if (is_method("ACK") && t_check_trans()) {
    t_relay();
    exit;
  }
}

route[RELAY] {
  if (!t_relay()) sl_reply_error();
  exit;
}

route[BUSY] {
  append_to_reply("Retry-After: 5\r\n");
  sl_send_reply("503", "Service Unavailable");
  exit;
}

onreply_route {
  if (is_method("INVITE|UPDATE") && !($Ri == INNER_ADDRESS && $Rp == INNER_PORT)) set_contact_alias();
}

# A bridge that is silent, or that says it is not the one in charge, is passed over.
failure_route[NEXT_BRIDGE] {
  if (t_is_canceled()) exit;
  if (t_check_status("503") || (t_branch_timeout() && !t_branch_replied())) {
    if (ds_next_dst()) {
      $fs = INNER_SOCKET;
      t_on_failure("NEXT_BRIDGE");
      t_relay();
      exit;
    }
    append_to_reply("Retry-After: 5\r\n");
    t_reply("503", "Service Unavailable");
  }
}
)kamailio";

}  // namespace twinline::live::edge
