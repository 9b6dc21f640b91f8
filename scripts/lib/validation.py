"""Runs the statistical experiments, keeps their results and writes docs/validation.md; checks that page against the program.

  validation.py run [NAME…]   full-size and reduced runs of what is not yet done; then writes the page
  validation.py check         reduced runs of everything; fails where the page is missing an entry, stale or different

The experiments are a program's, build/release/bin/validate:
  validate --list             one line an experiment: name, scenario hash, model version
  validate --full NAME        one JSON object: name, title, scenario, scenario_hash, model_version, replications and rows;
  validate --reduced NAME     a row has quantity, expected, source, measured, half_width or null, criterion and passed

Results stand in build/validation/NAME.json until the scenario hash or the model version changes, so that an interrupted
run goes on where it was. The page carries every result in a comment beside its table: what is checked is what is read.
Its last section is of mutation.py, which runs by itself and hands its record over.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/release/bin/validate"
STATE = ROOT / "build/validation"
PAGE = ROOT / "docs/validation.md"
OPENING = """# Validation

Every experiment that says how far Twinline can be trusted: what theory or a published study expects, and what came out.
Written by `scripts/validate`, never by hand; `scripts/test` repeats the reduced runs and fails where they differ.
"""
MARK_BEGIN, MUTATION_BEGIN, MARK_END = "<!-- result ", "<!-- mutation ", " -->"


def say(text):
    print(text, file=sys.stderr, flush=True)


def write_atomically(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with open(draft, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def listed_experiments():
    """Name → (scenario hash, model version), in the program's order."""
    output = subprocess.run([PROGRAM, "--list"], check=True, capture_output=True, text=True).stdout
    return {name: (scenario_hash, version) for name, scenario_hash, version in map(str.split, output.splitlines())}


def run_experiment(size, name):
    """The program's JSON. Exit status 1 means that a row failed its criterion; that is a result too."""
    process = subprocess.run([PROGRAM, "--" + size, name], stdout=subprocess.PIPE, text=True)
    if process.returncode not in (0, 1):
        raise SystemExit(f"validate --{size} {name} ended with status {process.returncode}")
    return json.loads(process.stdout)


def identity(result):
    return result["scenario_hash"], str(result["model_version"])


def passed(result):
    return all(row["passed"] for row in result["rows"])


def number(value):
    return "–" if value is None else f"{value:.6g}"


def in_comment(begin, record):
    # Two hyphens would end the comment early.
    return begin + json.dumps(record, ensure_ascii=False, sort_keys=True).replace("--", "-\\u002d") + MARK_END


def render_entry(entry):
    full, reduced = entry["full"], entry["reduced"]
    lines = [
        f"## {full['title']}",
        "",
        f"`{full['name']}`: `{full['scenario']}`, scenario hash `{full['scenario_hash']}`, "
        f"model version {full['model_version']}, {full['replications']} replications "
        f"({reduced['replications']} in the reduced run).",
        "",
        "| quantity | expected | measured | ± | criterion | holds | reduced run |",
        "|---|---|---|---|---|---|---|",
    ]
    reduced_rows = {row["quantity"]: row for row in reduced["rows"]}
    for row in full["rows"]:
        again = reduced_rows.get(row["quantity"], {"measured": None})
        lines.append(
            f"| {row['quantity']} | {number(row['expected'])} ({row['source']}) | {number(row['measured'])} "
            f"| {number(row['half_width'])} | {row['criterion']} | {'yes' if row['passed'] else '**no**'} "
            f"| {number(again['measured'])} |"
        )
    return "\n".join(lines + ["", in_comment(MARK_BEGIN, entry), ""])


def as_code(text):
    """In a cell of a table, whatever it holds."""
    return "`` " + text.replace("|", "\\|") + " ``"


def render_mutation(record):
    """What mutation.py found out: whether the tests notice that the code is wrong."""
    tallies = record["files"].values()
    tried = sum(sum(t["killed"].values()) + t["survived"] for t in tallies)
    killed = sum(sum(t["killed"].values()) for t in tallies)
    lines = [
        "## Mutations: the code made wrong, one token at a time",
        "",
        f"{tried} of {record['possible']} possible mutations (seed {record['seed']}, model version "
        f"{record['model_version']}): {killed} killed, {len(record['survivors'])} survived. One that does not compile "
        "counts as neither. The test programs run one after the other until one fails, golden trajectories last.",
        "",
        "| file | killed | by | survived | does not compile |",
        "|---|---|---|---|---|",
    ]
    for file, tally in record["files"].items():
        by = ", ".join(f"{program} {count}" for program, count in sorted(tally["killed"].items()))
        lines.append(
            f"| `{file}` | {sum(tally['killed'].values())} | {by or '–'} | {tally['survived']} | {tally['not_compiled']} |"
        )
    if record["survivors"]:
        lines += ["", "Survivors, a question each:", "", "| place | as it stands | as it was tried |", "|---|---|---|"]
        lines += [f"| {s['place']} | {as_code(s['old'])} | {as_code(s['new'])} |" for s in record["survivors"]]
    return "\n".join(lines + ["", in_comment(MUTATION_BEGIN, record), ""])


def render_page(entries, mutation):
    sections = [render_entry(entry) for entry in entries]
    return "\n".join([OPENING] + sections + ([render_mutation(mutation)] if mutation else []))


def records_of_page(begin):
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    marked = [line for line in lines if line.startswith(begin) and line.endswith(MARK_END)]
    return [json.loads(line[len(begin) : -len(MARK_END)]) for line in marked]


def read_page():
    """Name → entry, as the comments of the page hold them."""
    return {entry["full"]["name"]: entry for entry in records_of_page(MARK_BEGIN)}


def read_mutation():
    """The record of the mutation run, or None."""
    return next(iter(records_of_page(MUTATION_BEGIN)), None)


def write_mutation(record):
    """Puts a new record in the place of the page's; everything else stays."""
    write_atomically(PAGE, render_page(list(read_page().values()), record))


def stored_entry(name, wanted_identity):
    """The entry of an earlier run, of this machine or from the page, if it held and is of the same scenario and model."""
    path = STATE / f"{name}.json"
    candidates = [json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []
    candidates += [entry for entry in [read_page().get(name)] if entry]
    return next((e for e in candidates if identity(e["full"]) == wanted_identity and passed(e["full"])), None)


def run(names):
    experiments = listed_experiments()
    unknown = [name for name in names if name not in experiments]
    if unknown:
        say(f"no experiment {', '.join(unknown)}; there are {', '.join(experiments)}")
        return 2
    entries = []
    for name, wanted_identity in experiments.items():
        entry = stored_entry(name, wanted_identity)
        if entry is None and (not names or name in names):
            started = time.monotonic()
            entry = {"full": run_experiment("full", name), "reduced": run_experiment("reduced", name)}
            write_atomically(STATE / f"{name}.json", json.dumps(entry, ensure_ascii=False))
            say(f"{name}: {'holds' if passed(entry['full']) else 'DOES NOT HOLD'}, {time.monotonic() - started:.0f} s")
        if entry is not None:
            entries.append(entry)
    write_atomically(PAGE, render_page(entries, read_mutation()))
    failures = [entry["full"]["name"] for entry in entries if not passed(entry["full"])]
    say(f"{PAGE.relative_to(ROOT)}: {len(entries)} of {len(experiments)} experiments, {len(failures)} do not hold")
    return 1 if failures else 0


def complaint_about(name, wanted_identity, entry):
    """What is wrong with the page's entry for one experiment, or None."""
    if entry is None:
        return "is not in docs/validation.md; run scripts/validate"
    if identity(entry["full"]) != wanted_identity:
        return "is stale: its scenario or the model version has changed; run scripts/validate"
    if not passed(entry["full"]):
        return "did not hold at full size"
    reduced = run_experiment("reduced", name)
    if not passed(reduced):
        return "does not hold at reduced size"
    if reduced != entry["reduced"]:
        return "gives other figures than docs/validation.md says, at the same model version"
    return None


def check():
    experiments, entries = listed_experiments(), read_page()
    complaints = {
        name: complaint_about(name, wanted_identity, entries.get(name)) for name, wanted_identity in experiments.items()
    }
    complaints.update({name: "is in docs/validation.md but no longer exists" for name in entries if name not in experiments})
    expected_page = render_page(list(entries.values()), read_mutation())
    is_as_rendered = PAGE.exists() and PAGE.read_text(encoding="utf-8") == expected_page
    complaints["the page"] = None if is_as_rendered else "is not what scripts/validate writes: it was edited by hand"
    failures = {name: complaint for name, complaint in complaints.items() if complaint}
    for name, complaint in failures.items():
        print(f"{name} {complaint}")
    print(f"{len(complaints) - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


def main(arguments):
    if arguments and arguments[0] == "run":
        return run(arguments[1:])
    if arguments == ["check"]:
        return check()
    say(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
