#include "scenarios/schema/canonical_form.hpp"

namespace twinline::scenarios {
namespace {

void write(const Recontact& recontact, CanonicalWriter& out) {
  out.line("share", recontact.share);
  out.under("delay", [&] { write_canonical(recontact.delay, out); });
  out.each("as", recontact.as, [&](double share) { out.line("share", share); });
  out.line("inconsistent", recontact.inconsistent);
  out.under("inconsistent_talk", [&] { write_canonical(recontact.inconsistent_talk, out); });
}

void write(const Transfers& transfers, CanonicalWriter& out) {
  out.line("share", transfers.share);
  out.each("to", transfers.to, [&](double share) { out.line("share", share); });
  out.line("with_context", transfers.with_context);
  out.under("repeated_questions", [&] { write_canonical(transfers.repeated_questions, out); });
  out.line("most_in_a_row", transfers.most_in_a_row);
}

void write(const Escalation& escalation, CanonicalWriter& out) {
  out.line("share", escalation.share);
  out.line("levels", escalation.levels);
  out.under("delay", [&] { write_canonical(escalation.delay, out); });
  out.line("rework", escalation.rework);
  out.line("rework_as", escalation.rework_as.value);
}

void write(const Complaint& complaint, CanonicalWriter& out) {
  out.line("share", complaint.share);
  out.line("from_contact", complaint.from_contact);
  out.line("as", complaint.as.value);
  out.under("delay", [&] { write_canonical(complaint.delay, out); });
}

}  // namespace

void write_canonical(const Journeys& journeys, CanonicalWriter& out) {
  out.line("fcr_window", journeys.fcr_window);
  out.line("after_opening", journeys.after_opening);
  out.each("after", journeys.after, [&](const AfterContact& after) {
    out.line("resolution", after.resolution);
    out.under("recontact", [&] { write(after.recontact, out); });
    out.under("transfers", [&] { write(after.transfers, out); });
    out.under("escalation", [&] { write(after.escalation, out); });
    out.under("complaint", [&] { write(after.complaint, out); });
  });
  out.each("resolution_factor", journeys.resolution_factor, [&](double factor) { out.line("factor", factor); });
}

}  // namespace twinline::scenarios
