#!/usr/bin/env python3
"""The morning's page in a real browser: light and dark, wide and narrow, on paper.

  browser_test.py BINARIES [PICTURES]

Looks at the sample that the unit test of the page writes (20 payers, all kinds of trouble). With a
folder for pictures it leaves screenshots there, for people.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

BINARIES = pathlib.Path(sys.argv[1])
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None

# Measured inside a copy of the page: the page itself has no script, and allows none.
MEASURE = """<script>
const box = e => e.getBoundingClientRect();
const text = [...document.querySelectorAll('.plot text')].filter(t => box(t).left < box(t.ownerSVGElement).left - 1);
const css = (s, p) => getComputedStyle(document.querySelector(s))[p];
document.documentElement.setAttribute('data-measured', JSON.stringify({
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  bars: document.querySelectorAll('.bar').length - document.querySelectorAll('.legend .bar').length,
  tooltips: document.querySelectorAll('rect.bar > title').length,
  cells: document.querySelectorAll('.calendar td').length,
  payers: document.querySelectorAll('table.payers tbody tr').length,
  findings: document.querySelectorAll('table.findings tbody tr').length,
  cutText: text.length,
  tallestRow: Math.max(...[...document.querySelectorAll('tr')].map(row => box(row).height)),
  scrolled: [...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > e.clientWidth).length,
  ink: css('body', 'color'), page: css('body', 'backgroundColor'), card: css('.verdict', 'backgroundColor'),
}));
</script>"""


def chromium(*words):
    return subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--hide-scrollbars", "--virtual-time-budget=2000", *words],
        capture_output=True, text=True, timeout=120)


def contrast(one, other):
    def light(colour):
        parts = [int(x) / 255 for x in re.findall(r"\d+", colour)[:3]]
        r, g, b = (x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([BINARIES / "monitor_test", "--gtest_filter=Page.WritesASample"], check=True,
                       capture_output=True)
        cls.page = BINARIES / "morning-sample.html"
        cls.scratch = tempfile.TemporaryDirectory()
        copy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", cls.page.read_text())
        cls.copy = pathlib.Path(cls.scratch.name) / "copy.html"
        cls.copy.write_text(copy.replace("</body>", MEASURE + "</body>"))

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def look(self, width, dark=False):
        scheme = "--blink-settings=preferredColorScheme=" + ("0" if dark else "1")
        result = chromium(f"--window-size={width},1000", scheme, "--dump-dom", self.copy.as_uri())
        found = re.search(r'data-measured="([^"]*)"', result.stdout)
        self.assertTrue(found, result.stderr)
        if PICTURES:
            name = f"{width}-{'dark' if dark else 'light'}.png"
            chromium(f"--window-size={width},3600", scheme, f"--screenshot={PICTURES / name}",
                     self.page.as_uri())
        return json.loads(found.group(1).replace("&quot;", '"'))

    def test_everything_is_there(self):
        seen = self.look(1300)
        self.assertEqual(seen["payers"], 20)
        self.assertEqual(seen["cells"], 20 * 35)
        self.assertEqual(seen["bars"], 19 * 2 * 23)
        self.assertEqual(seen["tooltips"], seen["bars"])
        self.assertEqual(seen["findings"], 3)
        self.assertEqual(seen["cutText"], 0)
        self.assertLess(seen["tallestRow"], 100)
        self.assertEqual(seen["scrolled"], 0, "a table is wider than a usual screen")

    def test_nothing_sticks_out_on_any_screen(self):
        for width in (500, 800, 1300, 2000):  # a headless browser is never narrower than 500
            self.assertLessEqual(self.look(width)["overflow"], 0, width)

    def test_is_readable_by_day_and_by_night(self):
        day, night = self.look(1300), self.look(1300, dark=True)
        self.assertNotEqual(day["page"], night["page"])
        for seen in (day, night):
            for ground in ("page", "card"):
                self.assertGreater(contrast(seen["ink"], seen[ground]), 7)

    def test_prints_on_a_few_sheets(self):
        paper = pathlib.Path(self.scratch.name) / "page.pdf"
        chromium(f"--print-to-pdf={paper}", "--no-pdf-header-footer", self.page.as_uri())
        info = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
        self.assertLessEqual(int(re.search(r"Pages:\s+(\d+)", info).group(1)), 12)
        text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True,
                              check=True).stdout
        self.assertIn("need you", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
