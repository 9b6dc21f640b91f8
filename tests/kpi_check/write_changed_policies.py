"""Writes the header that holds every change of changes.py as a policy of its own: a copy of the policy's header and
source with the one substitution made, in a namespace that has the change's name, and a table of them all.

    write_changed_policies.py SOURCE_TREE HEADER

The menu is copied likewise, into the namespace `unchanged`. A change whose text does not stand exactly once in its file
ends the build: the policy has changed, and so must the change."""

import pathlib
import re
import sys

import changes

ROUTING = "policies/routing"
INCLUDE = re.compile(r'^#include ([<"].*[>"])\n', re.MULTILINE)


class Stale(Exception):
    pass


def read(tree, name):
    return (tree / ROUTING / name).read_text(encoding="utf-8")


def changed(text, change):
    if text.count(change.old) != 1:
        raise Stale(
            f"tests/kpi_check/changes.py: {change.name}: '{change.old}' stands {text.count(change.old)} times in "
            f"{ROUTING}/{change.file}; expected once"
        )
    return text.replace(change.old, change.new)


def body_of(text, namespace, includes):
    """The text without its includes, which are added to `includes`, and in a namespace of its own."""
    includes.update(INCLUDE.findall(text))
    text = INCLUDE.sub("", text).replace("#pragma once\n", "")
    opened = text.replace("\nnamespace twinline {\n", f"\nnamespace twinline::{namespace} {{\n")
    if opened == text:
        raise Stale(f"a policy's file does not open the namespace twinline; {namespace} cannot be set apart")
    return opened.replace("}  // namespace twinline\n", f"}}  // namespace twinline::{namespace}\n")


def class_of(header):
    return re.search(r"^class (\w+) final", header, re.MULTILINE).group(1)


def header_of_all(tree):
    includes = {'"policies/routing/selection.hpp"', "<array>", "<string_view>"}
    bodies = [body_of(read(tree, "registry.cpp"), "unchanged", includes)]
    entries = []
    for change in changes.DEFECTS + changes.REFACTORS:
        policy = pathlib.PurePath(change.file).stem
        own = {}
        for name in (f"{policy}.hpp", f"{policy}.cpp"):
            own[name] = changed(read(tree, name), change) if name == change.file else read(tree, name)
        if change.file not in own:
            raise Stale(f"tests/kpi_check/changes.py: {change.name}: {change.file} is no source of a policy")
        bodies += [f"// {change.why}\n" + body_of(text, change.name, includes) for text in own.values()]
        entries.append(f'    {{"{change.name}", entry<RoutingPolicy, {change.name}::{class_of(own[f"{policy}.hpp"])}>()}},\n')
    table = (
        "namespace twinline {\n\nstruct ChangedPolicy {\n  std::string_view change;\n"
        "  PolicyEntry<RoutingPolicy> entry;\n};\n\n"
        "inline constexpr auto changed_policies = std::to_array<ChangedPolicy>({\n"
        + "".join(entries)
        + "});\n\n}  // namespace twinline\n"
    )
    listed = "".join(f"#include {name}\n" for name in sorted(includes))
    opening = "// Written by tests/kpi_check/write_changed_policies.py.\n#pragma once\n\n"
    return opening + listed + "\n" + "\n".join(bodies) + "\n" + table


def main():
    tree, header = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    try:
        text = header_of_all(tree)
    except Stale as stale:
        print(stale, file=sys.stderr)
        return 1
    header.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
