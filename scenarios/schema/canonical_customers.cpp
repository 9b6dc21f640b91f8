#include "scenarios/schema/canonical_form.hpp"

namespace twinline::scenarios {
namespace {

void write(const Satisfaction& satisfaction, CanonicalWriter& out) {
  out.line("base", satisfaction.base);
  out.line("per_minute_waited", satisfaction.per_minute_waited);
  out.line("tolerance", satisfaction.tolerance);
  out.line("per_transfer", satisfaction.per_transfer);
  out.line("per_repeated_question", satisfaction.per_repeated_question);
  out.line("per_repeated_contact", satisfaction.per_repeated_contact);
  out.line("unresolved", satisfaction.unresolved);
  out.line("not_served", satisfaction.not_served);
  out.line("carry_over", satisfaction.carry_over);
  out.line("between_customers", satisfaction.between_customers);
  out.line("noise", satisfaction.noise);
}

void write(const Loyalty& loyalty, CanonicalWriter& out) {
  out.line("at_start", loyalty.at_start);
  out.line("spread", loyalty.spread);
  out.line("resolved", loyalty.resolved);
  out.line("recovered", loyalty.recovered);
  out.line("badly", loyalty.badly);
  out.line("unresolved", loyalty.unresolved);
}

void write(std::string_view key, const ByLoyalty& chance, CanonicalWriter& out) {
  out.under(key, [&] {
    out.line("disloyal", chance.disloyal);
    out.line("loyal", chance.loyal);
  });
}

void write(const Remedy& remedy, CanonicalWriter& out) {
  out.line("share", remedy.share);
  out.line("up_to", remedy.up_to);
  out.line("as", remedy.as.value);
  out.under("delay", [&] { write_canonical(remedy.delay, out); });
}

}  // namespace

void write_canonical(const Customers& customers, const std::vector<People>& groups, CanonicalWriter& out) {
  out.line("population", customers.population);
  out.under("satisfaction", [&] { write(customers.satisfaction, out); });
  out.line("surveys.asked", customers.surveys.asked);
  out.each("surveys.answers", customers.surveys.answers, [&](double share) { out.line("share", share); });
  out.under("loyalty", [&] { write(customers.loyalty, out); });
  write("churn", customers.churn.chance, out);
  out.line("churn.silent", customers.churn.silent);
  if (customers.remedy.as) out.under("remedy", [&] { write(customers.remedy, out); });
  write("buys_again", customers.buys_again, out);
  out.line("worth_again", customers.worth_again);
  out.each("value_per_year", customers.value_per_year, [&](double value) { out.line("value", value); });
  out.line("remaining_years", customers.remaining_years);
  out.each("sales", customers.sales, [&](const Sale& sale) {
    out.line("if_resolved", sale.if_resolved);
    out.line("otherwise", sale.otherwise);
    out.line("value", sale.value);
  });
  out.each("attempt_cost", customers.attempt_cost, [&](double cost) { out.line("cost", cost); });
  out.each("agents", groups, [&](const People& group) { out.line("cost_per_hour", group.cost_per_hour); });
}

}  // namespace twinline::scenarios
