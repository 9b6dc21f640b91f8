// Needs what nobody has.
namespace somebody {

int forgotten(double share);

}  // namespace somebody

extern "C" int twinline_policy() { return somebody::forgotten(0.5); }
