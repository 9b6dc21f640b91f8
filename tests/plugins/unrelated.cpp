// A shared object that is no policy.
extern "C" int answer() { return 42; }
