"""scripts/lib/mutation.py: what it mutates and what it leaves, the order it goes in, and that it only reads the tree."""

import contextlib
import importlib.util
import io
import pathlib
import sys
import tempfile
import unittest

# The source tree stays as it is.
sys.dont_write_bytecode = True

LIBRARY = pathlib.Path(__file__).resolve().parents[2] / "scripts/lib"
sys.path.insert(0, str(LIBRARY))

CODE = """// a < b and 1 + 1
#include <vector>
/* x == y */
template <class Type>
bool Desk::seat(const Type& who, std::vector<int>&& chairs) {
  assert(chairs.size() > 0);
  if (who.age >= 18 && chairs.size() != 0) {
    ++seated_;
    told_ = "1 < 2";
    chairs.reserve(12);
    announce(who,
             chairs.front());
  }
  const double share = 0.25;
  return share < 1'000 || false;
}
virtual int rank() const = 0;
"""


def load(name):
    spec = importlib.util.spec_from_file_location(name, LIBRARY / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class MutatorTest(unittest.TestCase):
    def setUp(self):
        self.mutation = load("mutation")

    def pieces(self, code):
        return [(found.old, found.new) for found in self.mutation.mutations_of(code)]

    def test_each_token_that_bears_on_results_and_nothing_else(self):
        self.assertEqual(
            self.pieces(CODE),
            [
                (">=", ">"),
                ("18", "19"),
                ("&&", "||"),
                ("!=", "=="),
                ("0", "1"),
                ("++", "--"),
                ("++seated_;", "{}"),
                ('told_ = "1 < 2";', "{}"),
                ("announce(who,\n             chairs.front());", "{}"),
                ("0.25", "0.35"),
                ("<", "<="),
                ("1'000", "1001"),
                ("||", "&&"),
                ("false", "true"),
            ],
        )

    def test_declarations_stay_and_statements_go_whole(self):
        code = "\nvoid f() {\n  int x = g(3);\n  x = h(x,\n        {1, 2});\n  return k(x);\n}\n"
        dropped = [old for old, new in self.pieces(code) if new == "{}"]
        self.assertEqual(dropped, [])  # a list in braces could be a block
        code = "\nvoid f() {\n  int x = g(3);\n  x = h(x,\n        2);\n  y->z[i].w -= 1;\n  *place_of(a, b) = c;\n  go(x);\n}\n"
        dropped = [old for old, new in self.pieces(code) if new == "{}"]
        self.assertEqual(dropped, ["x = h(x,\n        2);", "y->z[i].w -= 1;", "*place_of(a, b) = c;", "go(x);"])

    def test_numbers_of_every_kind_become_other_numbers(self):
        for number, other in {"0": "1", "9": "10", "0.5": "0.6", "1e-9": "2e-9", "3.25": "4.25", "0x1p-53": "0x2p-53"}.items():
            self.assertEqual(self.mutation.other_number(number), other)
        self.assertIsNone(self.mutation.other_number("0xff"))

    def test_a_mutation_changes_its_place_alone(self):
        for found in self.mutation.mutations_of(CODE):
            wrong = self.mutation.mutated(CODE, found)
            self.assertEqual(wrong[: found.offset], CODE[: found.offset])
            self.assertEqual(wrong[found.offset + len(found.new) :], CODE[found.offset + len(found.old) :])
            self.assertNotEqual(wrong, CODE)
        with self.assertRaises(ValueError):
            self.mutation.mutated("a + b", self.mutation.Mutation(0, "+", "-"))

    def test_the_order_is_the_seeds_and_a_greater_budget_only_adds(self):
        rooms = {"a": list(range(20)), "b": list(range(100, 103)), "c": []}
        order = self.mutation.in_order(rooms, 7)
        self.assertEqual(sorted(order), list(range(20)) + [100, 101, 102])
        self.assertEqual(order, self.mutation.in_order(rooms, 7))
        self.assertNotEqual(order, self.mutation.in_order(rooms, 8))
        self.assertEqual([value >= 100 for value in order[:6]], [False, True] * 3)


class WorkshopTest(unittest.TestCase):
    def test_a_program_that_fails_or_computes_without_end_is_told_from_one_that_ends_well(self):
        with tempfile.TemporaryDirectory() as folder:
            workshop = load("mutation").Workshop(pathlib.Path(folder))
            workshop.build_folder = folder
            self.assertTrue(workshop.run(["true"]))
            self.assertFalse(workshop.run(["false"]))
            self.assertFalse(workshop.run(["sh", "-c", "while :; do :; done"], 1))


class RunTest(unittest.TestCase):
    """A whole run on a small tree, the build and the tests in it made up."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.mutation = load("mutation")
        validation = self.mutation.validation
        for module, name, value in [
            (self.mutation, "ROOT", self.root),
            (self.mutation, "FOLDER", self.root / "build/mutation"),
            (self.mutation, "ROOMS", ["policies/desk"]),
            (self.mutation, "COPIED", ["CMakeLists.txt", "policies", "sim", "docs"]),
            (validation, "ROOT", self.root),
            (validation, "PAGE", self.root / "docs/validation.md"),
        ]:
            self.addCleanup(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        for name, text in {
            "CMakeLists.txt": "add_compile_options(-Wall -Werror)\n",
            "policies/desk/desk.cpp": "\nint f(int a) {\n  return a < 3 ? a + 1 : 0;\n}\n",
            "sim/kernel/model_version.hpp": "inline constexpr std::uint32_t model_version = 4;\n",
            "docs/page.md": "words\n",
        }.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text)
        self.tried = []
        self.mutation.TEST_PROGRAMS = ["unit_tests"]

        def prepare(workshop):
            workshop.limits = {"unit_tests": 1}

        workshop = self.mutation.Workshop
        workshop.prepare, workshop.build = prepare, lambda _: self.build()
        workshop.run = lambda *_: not self.is_noticed

    def build(self):
        """The made-up compiler takes no '4'; the made-up tests notice nothing but '-'."""
        text = (self.root / "build/mutation/src/policies/desk/desk.cpp").read_text()
        self.tried.append(text)
        self.is_noticed = "-" in text
        return "4" not in text

    def run_tool(self, *arguments):
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()) as output:
            status = self.mutation.main(list(arguments))
        return status, output.getvalue()

    def record(self):
        return self.mutation.validation.read_mutation()

    def test_the_page_tells_what_was_killed_what_survived_and_what_did_not_compile(self):
        self.assertEqual(self.run_tool("run"), (0, ""))
        self.assertEqual(len(self.tried), 5)
        tally = self.record()["files"]["policies/desk/desk.cpp"]
        self.assertEqual(tally, {"killed": {"unit_tests": 1}, "not_compiled": 1, "survived": 3})
        self.assertEqual(self.record()["model_version"], 4)
        page = (self.root / "docs/validation.md").read_text()
        self.assertIn("4 of 5 possible mutations (seed 1, model version 4): 1 killed, 3 survived.", page)
        self.assertIn("| policies/desk/desk.cpp:3 | `` < `` | `` <= `` |", page)

    def test_the_working_tree_is_only_read_and_the_copy_is_whole_again(self):
        names = ["CMakeLists.txt", "policies/desk/desk.cpp", "sim/kernel/model_version.hpp", "docs/page.md"]
        before = {name: (self.root / name).read_text() for name in names}
        self.run_tool("run")
        copy = self.root / "build/mutation/src"
        for name in names:
            self.assertEqual((self.root / name).read_text(), before[name])
        self.assertEqual((copy / "policies/desk/desk.cpp").read_text(), before["policies/desk/desk.cpp"])
        self.assertEqual((copy / "CMakeLists.txt").read_text(), "add_compile_options(-Wall -w)\n")

    def test_a_greater_budget_adds_to_a_smaller_and_other_sources_begin_anew(self):
        self.run_tool("run", "--budget", "2")
        self.run_tool("run", "--budget", "2")
        self.assertEqual(len(self.tried), 2)
        self.run_tool("run", "--budget", "5")
        self.assertEqual(len(self.tried), 5)
        (self.root / "docs/page.md").write_text("other words\n")
        self.run_tool("run", "--budget", "5")
        self.assertEqual(len(self.tried), 5)
        (self.root / "policies/desk/desk.cpp").write_text("\nint f(int a) {\n  return a < 3 ? a : 0;\n}\n")
        self.run_tool("run", "--budget", "5")
        self.assertEqual(len(self.tried), 5 + 3)

    def test_what_is_gone_from_the_tree_goes_from_the_copy(self):
        self.run_tool("run", "--budget", "1")
        (self.root / "docs/page.md").unlink()
        self.run_tool("run", "--budget", "1")
        self.assertFalse((self.root / "build/mutation/src/docs/page.md").exists())

    def test_experiments_on_the_page_stay_as_they_were(self):
        validation = self.mutation.validation
        result = {"name": "law", "title": "Law", "scenario": "m.yaml", "scenario_hash": "a", "model_version": 4}
        entry = {"full": {**result, "replications": 2, "rows": []}, "reduced": {**result, "replications": 1, "rows": []}}
        validation.PAGE.write_text(validation.render_page([entry], None))
        self.run_tool("run", "--budget", "1")
        self.assertEqual(validation.read_page(), {"law": entry})

    def test_a_budget_of_nothing_is_refused(self):
        with self.assertRaises(SystemExit) as refused:
            self.run_tool("run", "--budget", "0")
        self.assertEqual(refused.exception.code, 2)


if __name__ == "__main__":
    unittest.main()
