#!/usr/bin/env python3
"""docs/findings.md has exactly the codes that the source makes, each with its severity and its stage.

A code is a text literal of the form area.what in src. That a code is never put together at run time,
where this could not see it, is checked too: what Finding::Make is given is a literal, or the
parameter of a function that is called with one.
"""
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "findings.md"

LITERAL = re.compile(r'"([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)"')
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", re.M)
# Texts of the same form that name files, formats and servers.
FILE = re.compile(r".*\.(toml|csv|gz|zip|com|db|json|html|pdf|parquet|sql|h|cc)$")
SEVERITY = re.compile(r"Severity::k(Info|Warning|Error)")
# Calls whose severity is in their name.
ERROR_CALL = re.compile(r"\bError$|\bRefers$")


def without_comments(text):
    return re.sub(r'("(?:\\.|[^"\\\n])*")|//[^\n]*', lambda m: m.group(1) or "", text)


def sources():
    for path in sorted((ROOT / "src").rglob("*")):
        name = str(path.relative_to(ROOT / "src"))
        if path.suffix in (".h", ".cc") and "_test." not in name and "/testing/" not in name:
            yield path, without_comments(path.read_text())


def arguments_from(text, opening):
    """The arguments of a call, from the position of its opening bracket."""
    depth, start, arguments, at = 0, opening + 1, [], opening
    while at < len(text):
        char = text[at]
        if char == '"':
            at = re.compile(r'"(?:\\.|[^"\\])*"').match(text, at).end()
            continue
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0:
                return arguments + [text[start:at].strip()]
        elif char == "," and depth == 1:
            arguments.append(text[start:at].strip())
            start = at + 1
        at += 1
    raise ValueError("a bracket that is never closed")


def enclosing_call(text, position):
    """Name and opening bracket of the innermost call around a position."""
    depth = 0
    for at in range(position - 1, -1, -1):
        if text[at] in ")]}":
            depth += 1
        elif text[at] in "([{":
            if depth == 0:
                return re.search(r"[\w:.>-]*$", text[:at]).group(0), at
            depth -= 1
    return "", 0


def severities_of(text, position):
    """What a call with a code at this position says of the severity; empty if another place does."""
    name, opening = enclosing_call(text, position)
    if ERROR_CALL.search(name):
        return {"error"}
    before = text[opening:position]
    return {severity.lower() for severity in SEVERITY.findall(before)}


class Made:
    """The codes in the source: where each is made, and with which severities."""

    def __init__(self):
        self.places, self.severities, self.layers = {}, {}, {}
        for path, text in sources():
            for found in LITERAL.finditer(text):
                code = found.group(1)
                name, _ = enclosing_call(text, found.start())
                looked_for = name in ("InForce", "Has") or re.search(r"[!=]=\s*$", text[: found.start()])
                if FILE.match(code) or name == "FAULT_POINT" or looked_for:
                    continue
                line = text[: found.start()].count("\n") + 1
                self.places.setdefault(code, f"{path.relative_to(ROOT)}:{line}")
                self.layers.setdefault(code, set()).add(path.relative_to(ROOT / "src").parts[0])
                self.severities.setdefault(code, set()).update(severities_of(text, found.start()))


class FindingsPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = Made()
        cls.rows = {}
        cls.twice = []
        for code, severity, stage, meaning, action in ROW.findall(PAGE.read_text()):
            if not LITERAL.match(f'"{code}"'):
                continue
            if code in cls.rows:
                cls.twice.append(code)
            cls.rows[code] = (set(severity.split(", ")), stage, meaning, action)

    def test_source_has_codes(self):
        self.assertGreater(len(self.made.places), 50, "the search for codes finds too few")

    def test_every_code_has_a_row(self):
        missing = sorted(set(self.made.places) - set(self.rows))
        self.assertFalse(missing, "docs/findings.md lacks " + ", ".join(
            f"{code} ({self.made.places[code]})" for code in missing))

    def test_every_row_is_made(self):
        stale = sorted(set(self.rows) - set(self.made.places))
        self.assertFalse(stale, "docs/findings.md has codes that no source makes: " +
                         ", ".join(stale))

    def test_no_code_has_two_rows(self):
        self.assertEqual(self.twice, [])

    def test_severities_are_those_of_the_source(self):
        for code, (severities, *_) in self.rows.items():
            with self.subTest(code):
                self.assertLessEqual(severities, {"error", "warning", "info"})
                made = self.made.severities.get(code, set())
                if made:
                    self.assertEqual(severities, made, self.made.places[code])

    def test_stages_are_where_codes_are_made(self):
        for code, (_, stage, *_) in self.rows.items():
            with self.subTest(code):
                self.assertEqual({stage}, self.made.layers.get(code, {stage}))

    def test_every_row_says_what_it_means_and_what_to_do(self):
        for code, (_, _, meaning, action) in self.rows.items():
            with self.subTest(code):
                self.assertTrue(meaning.strip() and action.strip())

    def test_other_pages_name_no_code_that_is_not_made(self):
        """Pages of a stage list its codes too: in the first column of a table."""
        areas = {code.split(".")[0] for code in self.made.places}
        for page in sorted((ROOT / "docs").glob("*.md")):
            for line in page.read_text().splitlines():
                first = line.split("|")[1] if line.startswith("| `") else ""
                for code in re.findall(r"`([a-z0-9_]+\.[a-z0-9_]+)`", first):
                    if code.split(".")[0] in areas and not FILE.match(code):
                        with self.subTest(page.name):
                            self.assertTrue(code in self.made.places, f"no source makes {code}")

    def test_no_code_is_put_together_at_run_time(self):
        for path, text in sources():
            for call in re.finditer(r"\bFinding::Make\(", text):
                arguments = arguments_from(text, call.end() - 1)
                if arguments[0].startswith("Severity severity"):  # the definition
                    continue
                with self.subTest(str(path.relative_to(ROOT))):
                    self.assertRegex(arguments[1],
                                     r'^("[a-z0-9_]+\.[a-z0-9_]+"|(std::move\()?code\)?)$')


if __name__ == "__main__":
    sys.exit(unittest.main())
