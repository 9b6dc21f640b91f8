#include <algorithm>
#include <string>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {
namespace {

Satisfaction read_satisfaction(const Node* node) {
  Satisfaction read;
  const auto points = [node](const char* name, double& value) { value = number_or(find(node, {name}), value); };
  points("base", read.base);
  points("per_minute_waited", read.per_minute_waited);
  read.tolerance = duration_or(find(node, {"tolerance"}), read.tolerance);
  points("per_transfer", read.per_transfer);
  points("per_repeated_question", read.per_repeated_question);
  points("per_repeated_contact", read.per_repeated_contact);
  points("unresolved", read.unresolved);
  points("not_served", read.not_served);
  read.carry_over = share_or(find(node, {"carry_over"}), read.carry_over);
  points("between_customers", read.between_customers);
  points("noise", read.noise);
  return read;
}

Surveys read_surveys(const Node* node) {
  Surveys read;
  read.asked = share_or(find(node, {"asked"}), read.asked);
  for (std::size_t score = 1; score <= read.answers.size(); ++score) {
    double& answers = read.answers[score - 1];
    answers = share_or(find(node, {"answers", std::to_string(score)}), answers);
  }
  return read;
}

Loyalty read_loyalty(const Node* node) {
  Loyalty read;
  const auto part = [node](const char* name, double& value) { value = share_or(find(node, {name}), value); };
  part("at_start", read.at_start);
  part("spread", read.spread);
  part("resolved", read.resolved);
  part("recovered", read.recovered);
  part("badly", read.badly);
  part("unresolved", read.unresolved);
  return read;
}

ByLoyalty read_by_loyalty(const Node* node) {
  return {share_or(find(node, {"disloyal"}), 0), share_or(find(node, {"loyal"}), 0)};
}

Remedy read_remedy(const Node& node, Binding& binding) {
  Remedy read;
  read.share = share_or(node.find("share"), 0);
  read.up_to = static_cast<std::uint8_t>(std::min<std::uint64_t>(whole_or(node.find("up_to"), read.up_to), 5));
  const Node* as = node.find("as");
  const auto type = as ? position_of(binding.root.find("calls"), as->text) : std::nullopt;
  if (type) read.as = CallTypeIndex{*type};
  read.delay = read_distribution(node.find("delay"), binding);
  return read;
}

std::vector<double> read_values_per_year(const Node* customers, Binding& binding) {
  const double common = money_or(find(customers, {"value_per_year"}), 0, binding);
  std::vector<double> values;
  if (const Node* segments = binding.root.find("segments")) {
    for (const Entry& segment : segments->entries) {
      values.push_back(money_or(segment.value.find("value_per_year"), common, binding));
    }
  }
  values.push_back(common);
  return values;
}

void read_commerce(const Node& calls, Customers& customers, Binding& binding) {
  for (const Entry& call : calls.entries) {
    const Node* sales = call.value.find("sales");
    customers.sales.push_back({share_or(find(sales, {"if_resolved"}), 0), share_or(find(sales, {"otherwise"}), 0),
                               money_or(find(sales, {"value"}), 0, binding)});
    customers.attempt_cost.push_back(money_or(call.value.find("cost"), 0, binding));
  }
}

bool says_what_is_earned(const Entry& call) { return call.value.find("sales") || call.value.find("cost"); }

}  // namespace

void load_customers(Binding& binding) {
  const Node* calls = binding.root.find("calls");
  const Node* node = binding.root.find("customers");
  if (!calls) return;
  if (!node && std::none_of(calls->entries.begin(), calls->entries.end(), says_what_is_earned)) return;
  Customers& customers = binding.scenario.customers.emplace();
  customers.population =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(whole_or(find(node, {"population"}), 0), 1'000'000));
  customers.satisfaction = read_satisfaction(find(node, {"satisfaction"}));
  customers.surveys = read_surveys(find(node, {"surveys"}));
  customers.loyalty = read_loyalty(find(node, {"loyalty"}));
  customers.churn = {read_by_loyalty(find(node, {"churn"})), number_or(find(node, {"churn", "silent"}), 2)};
  if (const Node* remedy = find(node, {"remedy"})) customers.remedy = read_remedy(*remedy, binding);
  customers.buys_again = read_by_loyalty(find(node, {"repurchase"}));
  customers.worth_again = money_or(find(node, {"repurchase", "value"}), 0, binding);
  customers.value_per_year = read_values_per_year(node, binding);
  customers.remaining_years = number_or(find(node, {"remaining_years"}), customers.remaining_years);
  read_commerce(*calls, customers, binding);
}

}  // namespace twinline::scenarios
