"""Would the tests notice if the code were wrong? Changes one token of it at a time and runs them.

  mutation.py run [--budget N] [--seed N]    tries the first N mutations of the seed's order (40, 1), then writes the page
  mutation.py list [--budget N] [--seed N]   prints them: file, line, what becomes what

What is mutated are the rooms in ROOMS: comparison operators, + and -, constants, && and ||, statements left out. A
mutation is killed when a test program fails, crashes or hangs; it survives when all of them pass. Survivors are questions,
not faults: a test is missing, or the code says something that makes no difference.

Everything happens in build/mutation, on a copy of the sources; the working tree is only read. Results stand in
build/mutation/results.json until a source changes, so that an interrupted run goes on where it was and a greater
budget adds to a smaller one. The figures become a section of docs/validation.md.
"""

import argparse
import collections
import hashlib
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

import validation
from validation import say, write_atomically

ROOT = validation.ROOT
FOLDER = ROOT / "build/mutation"
ROOMS = ["policies/acd", "policies/calendar", "policies/routing", "sim/random", "reports/statistics"]
# What the build reads: the rooms of the source tree, and the pages that tests compare.
COPIED = ["CMakeLists.txt", "policies", "scenarios", "reports", "sim", "live_bridge", "tests", "docs"]
NOT_TESTED_HERE = ("live_bridge", "docs")  # a change there leaves the results standing
# Golden trajectories last: they notice every change of results but say nothing about what is right.
TEST_PROGRAMS = ["unit_tests", "replay_tests", "storm_tests", "laws_tests", "golden_tests"]
LONGEST_WAIT = 3600  # seconds for any one program; a mutated constant expression may never end
MOST_MEMORY = 8 << 30

Mutation = collections.namedtuple("Mutation", "offset old new")
Candidate = collections.namedtuple("Candidate", "file mutation")

# Comments, literals and what the preprocessor reads hold no tokens to mutate. A quote after a digit separates digits.
NO_CODE = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)" | "(?:\\.|[^"\\\n])*" | (?<!\d)'(?:\\.|[^'\\\n])+'"""
    r"""| ^[ \t]*\#(?:\\\n|[^\n])*""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
# An assertion that asserts something else is no other behaviour, nor is room that was not made in advance.
NO_BEHAVIOUR = re.compile(r"\b(?:static_assert|assert|\w+\.reserve)\([^;]*\);")
# clang-format puts spaces around binary operators and none around template brackets, references and signs.
OPERATOR = re.compile(r"(?<= )(<=|>=|==|!=|<|>|\+=|-=|\+|-|&&|\|\|)(?=[ \n])|(?<![\w+-])(\+\+|--)(?=[\w(*])")
REPLACED_BY = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "+": "-", "-": "+", "+=": "-=", "-=": "+=", "++": "--", "--": "++",
    "&&": "||", "||": "&&",
}  # fmt: skip
WORD = re.compile(r"\b(true|false)\b")
NUMBER = re.compile(r"(?<![\w.'])(?:0x[0-9a-fA-F'.p+-]+|[0-9][0-9'.]*(?:e[+-]?[0-9]+)?)")
# A whole statement on lines of its own: an assignment to something that exists, a call, a step by one.
STATEMENT = re.compile(
    r"\n[ ]+"
    r"(?P<statement>(?!return|throw|delete|using|else|case|default|static_assert|assert)"
    r"(?:(?:\+\+|--)[\w.\[\]>()-]+|[*]?[a-z][\w.:\[\]]*(?:->[\w.:\[\]]+)*"
    r"(?:\([^;{}]*\)(?: [-+*/|&^]?=(?!=)[^;{}]*)?| [-+*/|&^]?=(?!=)[^;{}]*))"
    r";)"
)


def code_alone(text):
    """The text with everything that is no code blanked out; offsets stay."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group())
    return NO_BEHAVIOUR.sub(blank, NO_CODE.sub(blank, text))


def other_number(number):
    """The next whole number; of a fraction or a hexadecimal number, another leading digit."""
    if number.replace("'", "").isdigit():
        return str(int(number.replace("'", "")) + 1)
    lead = re.match(r"(0x|[0.]*)(.)", number)
    if not lead.group(2).isdigit():
        return None
    return lead.group(1) + str(int(lead.group(2)) % 9 + 1) + number[lead.end() :]


def mutations_of(text):
    """Every mutation of a source text, in its order."""
    code = code_alone(text)
    found = []
    for match in OPERATOR.finditer(code):
        found.append(Mutation(match.start(), match.group(), REPLACED_BY[match.group()]))
    for match in WORD.finditer(code):
        found.append(Mutation(match.start(), match.group(), "false" if match.group() == "true" else "true"))
    for match in NUMBER.finditer(code):
        is_pure_virtual = match.group() == "0" and re.search(r"(\)|const|noexcept) = $", code[: match.start()])
        other = None if is_pure_virtual else other_number(match.group())
        if other is not None:
            found.append(Mutation(match.start(), match.group(), other))
    for match in STATEMENT.finditer(code):
        start, end = match.span("statement")
        if code[:start].rstrip()[-1:] in ";{}):":  # otherwise it goes on with what the line before began
            found.append(Mutation(start, text[start:end], "{}"))
    return sorted(found)


def mutated(text, mutation):
    end = mutation.offset + len(mutation.old)
    if text[mutation.offset : end] != mutation.old:
        raise ValueError(f"'{mutation.old}' does not stand at {mutation.offset}")
    return text[: mutation.offset] + mutation.new + text[end:]


def line_of(text, mutation):
    return text.count("\n", 0, mutation.offset) + 1


def in_one_line(piece):
    return re.sub(r"\s+", " ", piece)


def candidates(root):
    """Room → its mutations, file by file."""
    found = {}
    for room in ROOMS:
        files = sorted(path for path in (root / room).iterdir() if path.suffix in (".cpp", ".hpp"))
        found[room] = [
            Candidate(str(path.relative_to(root)), mutation)
            for path in files
            for mutation in mutations_of(path.read_text(encoding="utf-8"))
        ]
    return found


def in_order(by_room, seed):
    """All candidates in the seed's order. Rooms take turns, so that a small budget sees each of them."""
    chance = random.Random(seed)
    lists = []
    for of_room in by_room.values():
        shuffled = list(of_room)
        chance.shuffle(shuffled)
        lists.append(shuffled)
    longest = max(map(len, lists), default=0)
    return [shuffled[turn] for turn in range(longest) for shuffled in lists if turn < len(shuffled)]


def copy_sources(root, copy):
    """Makes the copy equal to the sources and touches nothing that is equal already. Returns a hash over what is tested."""
    wanted = {}
    for name in COPIED:
        path = root / name
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file() and file != validation.PAGE:
                wanted[file.relative_to(root)] = file.read_bytes()
    # Warnings about what a mutation leaves unused would kill it before any test does.
    top = pathlib.Path("CMakeLists.txt")
    wanted[top] = wanted[top].replace(b" -Werror", b" -w")
    if copy.exists():
        for file in copy.rglob("*"):
            if file.is_file() and file.relative_to(copy) not in wanted:
                file.unlink()
    digest = hashlib.sha256()
    for name, content in sorted(wanted.items()):
        if name.parts[0] not in NOT_TESTED_HERE:
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        target = copy / name
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return digest.hexdigest()


class Workshop:
    """The copy, its build, and its test programs."""

    def __init__(self, folder):
        self.sources = folder / "src"
        self.build_folder = folder / "build"
        self.log = folder / "log"
        self.limits = {}

    def run(self, command, cpu_seconds=resource.RLIM_INFINITY):
        """Whether the command ended well in time. What is limited is computing: waiting for others' work kills nothing."""

        def set_limits():
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))

        environment = {name: value for name, value in os.environ.items() if name not in ("CI", "TWINLINE_APPROVE")}
        with open(self.log, "wb") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=self.build_folder,
                env=environment, preexec_fn=set_limits, start_new_session=True,
            )  # fmt: skip
            try:
                return process.wait(timeout=LONGEST_WAIT) == 0
            except subprocess.TimeoutExpired:
                return False
            finally:
                try:
                    os.killpg(process.pid, 9)  # the compilers that a stopped build leaves behind
                except ProcessLookupError:
                    pass
                process.wait()

    def build(self):
        cores = str(len(os.sched_getaffinity(0)))
        return self.run(["cmake", "--build", ".", "--parallel", cores, "--target", *TEST_PROGRAMS])

    def prepare(self):
        """Builds the sources as they are and measures how much their tests compute, which must pass."""
        self.build_folder.mkdir(parents=True, exist_ok=True)
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        configure = ["cmake", "-S", str(self.sources), "-B", ".", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release"]
        flags = ["-DCMAKE_CXX_FLAGS_RELEASE=-O1", "-DTWINLINE_WEB=OFF"]
        if not self.run(configure + flags + launcher) or not self.build():
            raise SystemExit(f"the sources do not build without any mutation; see {self.log}")
        for program in TEST_PROGRAMS:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            if not self.run([f"bin/{program}"]):
                raise SystemExit(f"{program} fails without any mutation; see {self.log}")
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.limits[program] = 10 + int(5 * (after.ru_utime - before.ru_utime))

    def try_out(self, candidate):
        """The test program that kills the mutation, 'compiler', or 'survived'."""
        path = self.sources / candidate.file
        original = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutated(original, candidate.mutation), encoding="utf-8")
            if not self.build():
                return "compiler"
            for program in TEST_PROGRAMS:
                if not self.run([f"bin/{program}"], self.limits[program]):
                    return program
            return "survived"
        finally:
            path.write_text(original, encoding="utf-8")


def key_of(candidate):
    return f"{candidate.file}:{candidate.mutation.offset}:{candidate.mutation.old}:{candidate.mutation.new}"


def stored_results(state, sources_hash):
    if state.exists():
        stored = json.loads(state.read_text(encoding="utf-8"))
        if stored["sources"] == sources_hash:
            return stored["results"]
    return {}


def record_of(chosen, results, by_room, root, seed):
    """What the page tells, from the results of the chosen candidates."""
    files = {}
    survivors = []
    for candidate in sorted(chosen):
        outcome = results[key_of(candidate)]
        tally = files.setdefault(candidate.file, {"killed": {}, "not_compiled": 0, "survived": 0})
        if outcome == "compiler":
            tally["not_compiled"] += 1
        elif outcome == "survived":
            tally["survived"] += 1
            line = line_of((root / candidate.file).read_text(encoding="utf-8"), candidate.mutation)
            survivors.append(
                {
                    "place": f"{candidate.file}:{line}",
                    "old": in_one_line(candidate.mutation.old),
                    "new": candidate.mutation.new,
                }
            )
        else:
            tally["killed"][outcome] = tally["killed"].get(outcome, 0) + 1
    version = re.search(r"model_version = (\d+)", (root / "sim/kernel/model_version.hpp").read_text(encoding="utf-8"))
    return {
        "seed": seed,
        "possible": sum(map(len, by_room.values())),
        "model_version": int(version.group(1)),
        "files": files,
        "survivors": survivors,
    }


def run(budget, seed):
    FOLDER.mkdir(parents=True, exist_ok=True)
    workshop = Workshop(FOLDER)
    sources_hash = copy_sources(ROOT, workshop.sources)
    by_room = candidates(workshop.sources)
    chosen = in_order(by_room, seed)[:budget]
    state = FOLDER / "results.json"
    results = stored_results(state, sources_hash)
    missing = [candidate for candidate in chosen if key_of(candidate) not in results]
    if missing:
        workshop.prepare()
    for number, candidate in enumerate(missing, start=1):
        started = time.monotonic()
        line = line_of((workshop.sources / candidate.file).read_text(encoding="utf-8"), candidate.mutation)
        outcome = workshop.try_out(candidate)
        results[key_of(candidate)] = outcome
        write_atomically(state, json.dumps({"sources": sources_hash, "results": results}, ensure_ascii=False))
        say(
            f"{number} of {len(missing)}: {candidate.file}:{line} '{in_one_line(candidate.mutation.old)}' → "
            f"'{candidate.mutation.new}': {outcome}, {time.monotonic() - started:.0f} s"
        )
    record = record_of(chosen, results, by_room, workshop.sources, seed)
    validation.write_mutation(record)
    survived = len(record["survivors"])
    say(f"{validation.PAGE.relative_to(ROOT)}: {len(chosen)} mutations, {survived} survived")
    return 0


def print_list(budget, seed):
    for candidate in in_order(candidates(ROOT), seed)[:budget]:
        line = line_of((ROOT / candidate.file).read_text(encoding="utf-8"), candidate.mutation)
        print(f"{candidate.file}:{line}: '{in_one_line(candidate.mutation.old)}' → '{candidate.mutation.new}'")
    return 0


def main(arguments):
    parser = argparse.ArgumentParser(prog="mutation.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("action", choices=["run", "list"])
    parser.add_argument("--budget", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.budget < 1:
        parser.error("--budget must be at least 1")
    # Whoever is stopped stops what it started, and puts the copy right.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return {"run": run, "list": print_list}[options.action](options.budget, options.seed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
