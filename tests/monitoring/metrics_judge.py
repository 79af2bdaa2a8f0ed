#!/usr/bin/env python3
"""The metrics are OpenMetrics: read by the parser of the Prometheus project, which shares no code
with us, and by its parser of the older text format, which a node exporter's textfile collector uses.
What it reads is what `status --format json` says.

  metrics_judge.py BINARIES SOURCES
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BINARIES, SOURCES = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sys.path.insert(0, str(SOURCES / ".third_party" / "python"))

from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics  # noqa: E402
from prometheus_client.parser import text_string_to_metric_families as prometheus  # noqa: E402


def billwright(workspace, *words):
    result = subprocess.run([BINARIES / "billwright", "-C", workspace, *words], text=True,
                            capture_output=True)
    assert result.returncode in (0, 1), result.stderr
    return result.stdout


def samples(families):
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in families for sample in family.samples}


class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.workspace = pathlib.Path(cls.scratch.name) / "workshop"
        cls.workspace.mkdir()
        example = SOURCES / "examples" / "workshop"
        shutil.copy(example / "billwright.toml", cls.workspace)
        for folder in ("books", "deliveries"):
            shutil.copytree(example / folder, cls.workspace / folder)
        billwright(cls.workspace, "ingest")
        billwright(cls.workspace, "run", "2018-10")
        file = cls.workspace / "billwright.prom"
        cls.json = json.loads(billwright(cls.workspace, "status", "--format", "json",
                                         "--metrics-file", file, "--at", "2018-12-02T08:00:00Z"))
        cls.text = file.read_text()

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def test_is_open_metrics(self):
        families = list(openmetrics(self.text))
        self.assertGreater(len(families), 15)
        for family in families:
            self.assertEqual(family.type, "gauge", family.name)
            self.assertTrue(family.documentation, family.name)
            self.assertEqual(family.unit, "seconds" if family.name.endswith("_seconds") else "")

    def test_is_read_by_a_textfile_collector_too(self):
        self.assertEqual(samples(prometheus(self.text)), samples(openmetrics(self.text)))

    def test_says_what_the_json_says(self):
        found = samples(openmetrics(self.text))
        checked = 0
        for month in self.json["months"]:
            run = (("period", month["period"]),)
            self.assertEqual(found["billwright_run_up_to_date", run],
                             month["run"]["standing"] == "in force")
            for payer in month["payers"]:
                version = payer["versions"][-1]
                labels = {"payer": payer["payer_account_id"], "period": month["period"],
                          "provider": payer["provider"], "source": payer["source_id"] or ""}
                key = tuple(sorted(labels.items()))
                money = tuple(sorted({**labels, "currency": payer["currency"]}.items()))
                self.assertEqual(found["billwright_delivery_rows", key], version["rows"])
                self.assertEqual(found["billwright_delivery_cost", money],
                                 float(version["unblended_cost"]))
                self.assertEqual(found["billwright_delivery_there", key], 1)
                checked += 1
        self.assertEqual(checked, 2)
        self.assertEqual(sum(value for (name, _), value in found.items()
                             if name == "billwright_findings"), len(self.json["findings"]))

    def test_amounts_are_written_in_full(self):
        self.assertIn("} 4064.4831315379\n", self.text)

    def test_labels_from_outside_read_back(self):
        """A sample that the unit test of the metrics writes, with all that must be escaped."""
        subprocess.run([BINARIES / "monitor_test", "--gtest_filter=Metrics.WriteASample"],
                       check=True, capture_output=True)
        found = samples(openmetrics((BINARIES / "metrics-sample.txt").read_text()))
        sources = {dict(labels).get("source") for _, labels in found}
        self.assertIn('a"b\\c {d="e"} # ü', sources)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
