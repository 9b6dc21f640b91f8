#include "reports/render/csv.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/render/sample_results.hpp"

namespace twinline::reports {
namespace {

TEST_CASE("intervals as CSV: the estimated columns only, and nothing where nothing was observed") {
  CHECK(intervals_csv(samples::run()) ==
        "interval_start,interval_minutes,queue,offered,sl\n"
        "2026-03-02T08:00:00+01:00,15,retail,20,0.75\n"
        "2026-03-02T08:15:00+01:00,15,retail,0,\n");
}

TEST_CASE("intervals of a comparison say whose they are") {
  CHECK(intervals_csv(samples::comparison()) ==
        "arm,interval_start,interval_minutes,queue,offered,sl\n"
        "fifo,2026-03-02T08:00:00+01:00,15,retail,20,0.75\n"
        "fifo,2026-03-02T08:15:00+01:00,15,retail,0,\n"
        "skills,2026-03-02T08:00:00+01:00,15,retail,20,0.75\n"
        "skills,2026-03-02T08:15:00+01:00,15,retail,0,\n");
}

TEST_CASE("what the calls ran on has columns of its own, where there is something to say of it") {
  RunResult result = samples::run();
  CHECK(estimates_csv(result).starts_with("kpi,interval,call_type,queue,group,segment,mean,"));
  result.estimates = {{"availability", "", {{"host", "sbc_1"}}, 0.9, {}, 1}};
  CHECK(estimates_csv(result) ==
        "kpi,interval,call_type,queue,group,segment,site,host,link,trunk,service,cause,mean,half_width,n,unit\n"
        "availability,,,,,,,sbc_1,,,,,0.9,,1,count\n");
}

TEST_CASE("interval columns have the names and the order of workforce-management exports") {
  RunResult result = samples::run();
  const Dimensions by{{"interval", samples::eight}, {"queue", "retail"}};
  result.estimates.clear();
  double value = 10;
  for (const char* kpi : {"service_level", "occupancy", "staffed", "asa", "aht", "short_abandoned", "abandoned",
                          "answered_in_sl", "answered", "offered"}) {
    result.estimates.push_back({kpi, "", by, value--, {}, 1});
  }
  CHECK(intervals_csv(result) ==
        "interval_start,interval_minutes,queue,offered,answered,answered_in_sl,abandoned,short_abandoned,aht_"
        "s,asa_s,"
        "staffed,occupancy,sl\n"
        "2026-03-02T08:00:00+01:00,15,retail,1,2,3,4,5,6,7,8,9,10\n");
}

TEST_CASE("fields are quoted where RFC 4180 asks for it") {
  RunResult result = samples::run();
  result.estimates = {{"offered", "", {{"interval", samples::eight}, {"queue", "a,\"b\"\nc"}}, 1, {}, 1}};
  CHECK(intervals_csv(result) ==
        "interval_start,interval_minutes,queue,offered\n"
        "2026-03-02T08:00:00+01:00,15,\"a,\"\"b\"\"\nc\",1\n");
}

TEST_CASE("a byte order mark stands first, and only when asked for") {
  CHECK(intervals_csv(samples::run(), ByteOrderMark::present) == "\xEF\xBB\xBF" + intervals_csv(samples::run()));
}

TEST_CASE("estimates as CSV: every one, with its dimensions and unrounded numbers") {
  RunResult result = samples::run();
  result.estimates.resize(4);
  result.estimates[1].mean = 1.0 / 3;
  CHECK(estimates_csv(result) ==
        "kpi,interval,call_type,queue,group,segment,mean,half_width,n,unit\n"
        "offered,,,,,,2210.5,31.25,40,count\n"
        "service_level,,,,,,0.3333333333333333,0.0061,40,share\n"
        "asa,,,,,,21.4,0.9,40,seconds\n"
        "offered,2026-03-02T08:00:00+01:00,,retail,,,20,1.5,40,count\n");
}

TEST_CASE("differences as CSV") {
  ComparisonResult result = samples::comparison();
  result.differences[3].least_effect.reset();
  CHECK(differences_csv(result) ==
        "a,b,kpi,interval,call_type,queue,group,segment,mean,low,high,n,method,least_effect,verdict,p,family,"
        "p_holm,low_adjusted,high_adjusted,variance_ratio\n"
        "fifo,skills,offered,,,,,,0,-3,3,40,t,10,no meaningful difference,,,,,,\n"
        "fifo,skills,service_level,,,,,,0.068,0.058,0.078,40,t,0.01,better,,,,,,\n"
        "fifo,skills,asa,,,,,,-9,-12,-6,40,t,1,better,,,,,,\n"
        "fifo,skills,asa,,,loans,,,4,-1,9,40,t,,undecided,,,,,,\n");
}

}  // namespace
}  // namespace twinline::reports
