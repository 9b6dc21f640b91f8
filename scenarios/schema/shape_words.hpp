// The words in which the shapes of scenario files are written down.
#pragma once

#include <utility>

#include "scenarios/schema/shape.hpp"

namespace twinline::scenarios::words {

inline ShapePointer scalar(ScalarKind kind, Range range = {}) {
  Shape shape;
  shape.form = Shape::Form::scalar;
  shape.kind = kind;
  shape.range = range;
  return std::make_shared<const Shape>(std::move(shape));
}

inline ShapePointer one_of_words(std::vector<std::string> choices) {
  Shape shape;
  shape.form = Shape::Form::scalar;
  shape.kind = ScalarKind::choice;
  shape.choices = std::move(choices);
  return std::make_shared<const Shape>(std::move(shape));
}

/// The name of an entry in a block of the root.
inline ShapePointer name_in(std::string block) {
  Shape shape;
  shape.form = Shape::Form::scalar;
  shape.kind = ScalarKind::name;
  shape.refers_to = std::move(block);
  return std::make_shared<const Shape>(std::move(shape));
}

inline ShapePointer duration(Range range) { return scalar(ScalarKind::duration, range); }
inline ShapePointer share() { return scalar(ScalarKind::share, within(0, 1)); }
inline ShapePointer number(Range range) { return scalar(ScalarKind::number, range); }
inline ShapePointer whole(Range range) { return scalar(ScalarKind::whole_number, range); }
inline ShapePointer text() { return scalar(ScalarKind::text); }

inline ShapePointer list_of(ShapePointer items) {
  Shape shape;
  shape.form = Shape::Form::list;
  shape.items = std::move(items);
  return std::make_shared<const Shape>(std::move(shape));
}

inline ShapePointer either(std::string expected, std::vector<ShapePointer> alternatives, std::string definition = {}) {
  Shape shape;
  shape.form = Shape::Form::one_of;
  shape.expected = std::move(expected);
  shape.alternatives = std::move(alternatives);
  shape.definition = std::move(definition);
  return std::make_shared<const Shape>(std::move(shape));
}

inline Shape record(std::vector<Key> keys) {
  Shape shape;
  shape.form = Shape::Form::record;
  shape.keys = std::move(keys);
  return shape;
}

inline ShapePointer done(Shape shape) { return std::make_shared<const Shape>(std::move(shape)); }

inline ShapePointer map_of(KeyForm form, ShapePointer values, std::string help) {
  Shape shape = record({});
  shape.others_form = form;
  shape.others = std::move(values);
  shape.others_help = std::move(help);
  return done(std::move(shape));
}

/// A block of the root: names that the scenario gives, and others refer to.
inline ShapePointer block_of(Shape entry, std::string help) {
  Shape shape = record({});
  shape.others_form = KeyForm::names;
  shape.others = done(std::move(entry));
  shape.others_help = std::move(help);
  shape.names_are_given = true;
  return done(std::move(shape));
}

inline Key key(std::string name, ShapePointer shape, std::string help, std::string default_text = {}) {
  return {std::move(name), std::move(shape), std::move(help), std::move(default_text), false, false, {}};
}

inline Key required(std::string name, ShapePointer shape, std::string help) {
  return {std::move(name), std::move(shape), std::move(help), {}, true, false, {}};
}

inline Key required_to_simulate(std::string name, ShapePointer shape, std::string help) {
  return {std::move(name), std::move(shape), std::move(help), {}, true, true, {}};
}

}  // namespace twinline::scenarios::words
