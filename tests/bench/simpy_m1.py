"""M1 in SimPy (Debian: python3-simpy3), written as its users would: one process per call, a Resource of 100 agents, a
request that races with a timeout. Counters only. Prints one JSON object.

    python3 simpy_m1.py [calls]
"""
import json
import random
import sys
import time

import simpy

ARRIVALS_PER_SECOND = 0.316667
MEAN_SERVICE = MEAN_PATIENCE = 300.0
AGENTS = 100
THRESHOLD = 20.0


class Counts:
    answered = answered_in_threshold = abandoned = 0
    waited = 0.0


def call(env, agents, counts):
    arrived = env.now
    with agents.request() as request:
        patience = env.timeout(random.expovariate(1 / MEAN_PATIENCE))
        outcome = yield request | patience
        counts.waited += env.now - arrived
        if request not in outcome:
            counts.abandoned += 1
            return
        counts.answered += 1
        counts.answered_in_threshold += env.now - arrived <= THRESHOLD
        yield env.timeout(random.expovariate(1 / MEAN_SERVICE))


def arrivals(env, agents, counts, calls):
    for _ in range(calls):
        yield env.timeout(random.expovariate(ARRIVALS_PER_SECOND))
        env.process(call(env, agents, counts))


def main():
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 400_000
    random.seed(1)
    before = time.process_time()
    env = simpy.Environment()
    counts = Counts()
    env.process(arrivals(env, simpy.Resource(env, AGENTS), counts, calls))
    env.run()
    seconds = time.process_time() - before
    print(json.dumps({
        "calls": calls, "cpu_seconds": round(seconds, 3), "calls_per_second": round(calls / seconds),
        "abandonment_rate": round(counts.abandoned / calls, 6),
        "answered_in_20_s": round(counts.answered_in_threshold / calls, 5),
        "mean_wait": round(counts.waited / calls, 4)}))


if __name__ == "__main__":
    main()
