// What a random number is for. A purpose is part of the key of every draw, so that a draw for one purpose
// never moves because another purpose drew more or fewer numbers. The values are fixed for ever: a changed
// value is another history for every scenario. New purposes get new numbers at the end of their block.
#pragma once

#include <cstdint>

namespace twinline::random {

enum class Purpose : std::uint32_t {
  // Arrivals
  interarrival = 1,
  busyness_day = 2,
  busyness_interval = 3,
  segment = 4,
  replay_thinning = 5,
  call_attribute = 6,
  trunk = 7,
  busyness_stratum = 8,
  busyness_score = 9,
  surge_start = 10,
  surge_length = 11,
  surge_size = 12,
  surge_response = 13,
  surge_delay = 14,
  surge_call_type = 15,
  notice_reach = 16,
  notice_response = 17,
  notice_delay = 18,

  // Callers
  patience = 20,
  balk = 21,
  redial = 22,
  redial_delay = 23,
  resolution = 24,
  recontact = 25,
  recontact_delay = 26,
  treatment_response = 27,
  ivr_choice = 28,
  ivr_time = 29,
  satisfaction = 30,
  ivr_hang_up = 31,
  ivr_delay = 32,
  look_up_time = 33,
  look_up_answer = 34,

  // Handling
  talk = 40,
  hold_share = 41,
  hold = 42,
  wrap_up = 43,
  transfer = 44,

  // Agents
  ring_answer = 60,
  ring_time = 61,
  absence = 62,
  adherence = 63,
  break_time = 64,
  request_answer = 65,
  turnover = 66,

  // Infrastructure
  failure = 80,
  repair = 81,
  request_work = 82,
  silence = 83,
  provisioning = 84,

  // Statistics that resample
  resampling = 100,

  // What becomes of matters
  recontact_type = 120,
  inconsistent_answer = 121,
  inconsistent_talk = 122,
  after_opening = 123,
  transfer_type = 124,
  transfer_context = 125,
  repeated_questions = 126,
  escalation = 127,
  escalation_delay = 128,
  rework = 129,
  complaint = 130,
  complaint_delay = 131,

  // What customers think and do
  customer = 140,
  customer_own = 141,
  loyalty_at_start = 142,
  survey_asked = 143,
  survey_answer = 144,
  sale = 145,
  churn = 146,
  repurchase = 147,
  remedy = 148,
  remedy_delay = 149,

  // Self-service
  wrong_hands = 160,
  identification = 161,
  self_service_resolution = 162,
  steering = 163,
  steering_delay = 164,
  opting_out = 165,

  // Customers whom the centre calls
  callback_delay = 180,
  called_answer = 181,
  called_ringing = 182,
  preview = 183,
};

}  // namespace twinline::random
