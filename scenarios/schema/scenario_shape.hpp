// The keys of a scenario file, all of them, each with its unit, bounds, default and a line of help.
#pragma once

#include "scenarios/schema/shape.hpp"

namespace twinline::scenarios {

/// The whole file.
const Shape& scenario_shape();

// The parts, in the files that describe them.

/// A distribution over durations, written with units, or over times of day (a map of such distributions).
ShapePointer distribution_shape();
/// The same with further keys beside the kind (a share, a balking probability).
ShapePointer distribution_shape_with(std::vector<Key> beside);
/// One distribution, or one from each of several times of day on, with further keys beside either.
ShapePointer distribution_by_period_shape(std::vector<Key> beside = {});
/// A random factor with mean 1, and those by day and interval.
ShapePointer factor_shape();
ShapePointer busyness_shape();

ShapePointer growth_shape();
ShapePointer special_days_shape();
ShapePointer surges_shape();
ShapePointer notices_shape();
ShapePointer callback_shape();
ShapePointer campaigns_shape();

/// What call types say of what follows a contact, and what holds for all of them.
std::vector<Key> after_contact_keys();
ShapePointer journeys_shape();
/// What call types say of what they earn and cost, and what holds of customers.
std::vector<Key> commerce_keys();
ShapePointer customers_shape();

ShapePointer arrivals_shape();
ShapePointer queues_shape();
ShapePointer calls_shape();
ShapePointer groups_shape();
ShapePointer offers_shape();
ShapePointer ivr_shape();
ShapePointer infrastructure_shape();
ShapePointer bridge_shape();

}  // namespace twinline::scenarios
