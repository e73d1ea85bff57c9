"""Turns public data sets into evidence bundles, one folder for each case."""

import argparse
import collections
import csv
import gzip
import json
import pathlib


def read_csv(path):
    with gzip.open(path, "rt", newline="") as file:
        rows = csv.reader(file)
        return next(rows), list(rows)


def read_json(path):
    with (gzip.open(path, "rt") if str(path).endswith(".gz") else open(path)) as file:
        return json.load(file)


def write_csv(path, header, rows):
    with gzip.open(path, "wt", newline="", compresslevel=1) as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1))


def case_folder(out, name):
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def petshop(data, out, options):
    truth = read_json(data / "truth.json")
    for name, case in read_json(data / "cases.json").items():
        if not case["has_normal"]:
            continue
        folder = case_folder(out, name)
        header, rows = read_csv(data / "cases" / f"{name}.csv.gz")
        write_csv(folder / "metrics.csv.gz", ["time"] + header[1:], rows)
        header, rows = read_csv(data / f"normal_{case['scenario']}.csv.gz")
        write_csv(folder / "baseline.csv.gz", ["time"] + header[1:], rows)
        edges = read_json(data / f"graph_{case['scenario']}.json")["edges"]
        write_json(folder / "dependencies.json", [{"from": a, "to": b} for a, b in edges])
        target = case["target"]
        write_json(
            folder / "incident.json",
            {
                "id": name,
                "started_at": target["timestamp"],
                "target": {"component": target["node"], "metric": target["metric"]},
            },
        )
        write_json(folder / "expected.json", {"component": truth[name]["node"]})


def sockshop(data, out, options):
    truth = read_json(data / "truth.json")
    for name, case in read_json(data / "cases.json").items():
        folder = case_folder(out, name)
        header, rows = read_csv(data / "cases" / f"{name}.csv.gz")
        wide = ["time"] + ["|".join(column.split("_", 1)) for column in header[1:]]
        injected = float(case["inject_time"])
        write_csv(folder / "baseline.csv.gz", wide, [r for r in rows if float(r[0]) < injected])
        write_csv(folder / "metrics.csv.gz", wide, [r for r in rows if float(r[0]) >= injected])
        write_json(folder / "incident.json", {"id": name})
        write_json(folder / "expected.json", {"component": truth[name]["service"]})


def service(pod):
    return "-".join(pod.split("-")[:-2])


NEZHA_WINDOW = 180  # seconds
NEZHA_APART = 600


def nezha(data, out, options):
    truth = read_json(data / "truth.json")
    tables = {}
    for name, case in read_json(data / "cases.json").items():
        if case["metrics"] not in tables:
            tables[case["metrics"]] = read_csv(data / case["metrics"])
        header, rows = tables[case["metrics"]]
        injected = case["inject_unix"]
        folder = case_folder(out, name)
        columns = ["time", "component", "metric", "value"]

        def long(wanted):
            for row in rows:
                if wanted(float(row[0]) - injected):
                    for metric, value in zip(header[3:], row[3:]):
                        yield row[0], service(row[2]), metric, value

        write_csv(folder / "metrics.csv.gz", columns, long(lambda d: -5 <= d < NEZHA_WINDOW))
        write_csv(folder / "baseline.csv.gz", columns, long(lambda d: not -60 <= d < NEZHA_APART))
        write_json(folder / "incident.json", {"id": name, "started_at": injected})
        write_json(folder / "expected.json", {"component": truth[name]["service"]})
        if case["system"] == "tt" and not options.metrics_only:
            day = case["day"]
            nezha_logs(data / "logs" / f"{name}.csv.gz", folder / "logs.csv.gz")
            nezha_logs(data / "reference" / f"logs_{day}.csv.gz", folder / "logs_baseline.csv.gz")
            nezha_spans(data / "spans" / f"{name}.csv.gz", folder / "spans.csv.gz", injected)
            nezha_spans(data / "reference" / f"spans_{day}.csv.gz", folder / "spans_baseline.csv.gz", injected)


def nezha_logs(source, target):
    header, rows = read_csv(source)
    write_csv(target, ["time", "component", "message"], [[r[0], service(r[1]), r[2]] for r in rows])


def nezha_spans(source, target, injected):
    header, rows = read_csv(source)
    columns = ["time", "component", "parent_component", "operation", "count", "mean_ms", "p95_ms", "parent_mean_ms"]
    index = {column: header.index(column) for column in header}
    minutes = sorted({r[index["minute"]] for r in rows}) if "minute" in index else []
    converted = []
    for row in rows:
        minute = minutes.index(row[index["minute"]]) if minutes else 0
        converted.append(
            [injected + 60 * minute, service(row[index["PodName"]]), service(row[index["ParentPod"]])]
            + [row[index[c]] for c in ("OperationName", "count", "mean_ms", "p95_ms", "parent_mean_ms")]
        )
    write_csv(target, columns, converted)


def synth(data, out, options):
    truth = read_json(data / "truth.json")
    for path in sorted((data / "cases").glob("*.json.gz")):
        name = path.name[: -len(".json.gz")]
        case = read_json(path)
        folder = case_folder(out, name)
        alert = case["alert"]
        labels = {k: v for k, v in (alert.get("commonLabels") or {}).items() if isinstance(v, str)}
        notes = alert.get("commonAnnotations") or {}
        text = ". ".join(str(v) for v in [alert.get("title")] + list(notes.values()) if v)
        write_json(
            folder / "incident.json",
            {
                "id": name,
                "text": text,
                "labels": labels,
                "alerts": [
                    {
                        "name": str(alert.get("alert_name") or alert.get("title") or ""),
                        "text": text,
                        "severity": str(alert.get("severity") or labels.get("severity") or ""),
                        "labels": labels,
                    }
                ],
            },
        )
        evidence = folder / "evidence"
        evidence.mkdir(exist_ok=True)
        for source, content in case["evidence"].items():
            write_json(evidence / f"{source}.json", {"source": source, "query": "", "output": content})
        expected = truth[name]
        write_json(
            folder / "expected.json",
            {
                "category": expected["category"],
                "healthy": expected["category"] == "healthy",
                "must_mention": [[k] for k in expected["required_keywords"]],
                "forbidden": expected["forbidden_keywords"],
            },
        )


def holmes(data, out, options):
    truth = read_json(data / "truth.json")
    for path in sorted((data / "cases").glob("*.json.gz")):
        name = path.name[: -len(".json.gz")]
        case = read_json(path)
        folder = case_folder(out, name)
        write_json(folder / "incident.json", {"id": name, "text": case["question"], "question": case["question"]})
        evidence = folder / "evidence"
        evidence.mkdir(exist_ok=True)
        for number, item in enumerate(case["evidence"], 1):
            write_json(
                evidence / f"{number:02}-{item.get('tool') or 'tool'}.json",
                {
                    "source": f"{item.get('toolset') or ''}/{item.get('tool') or ''}",
                    "query": json.dumps(item.get("params")),
                    "output": item["output"],
                },
            )
        write_json(folder / "expected.json", {"must_mention": truth[name]["must_mention"]})


SETS = collections.OrderedDict(petshop=petshop, sockshop=sockshop, nezha=nezha, synth=synth, holmes=holmes)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--metrics-only", action="store_true", help="leave logs and spans out")
    arguments = parser.parse_args()
    SETS[arguments.set](arguments.data, arguments.out, arguments)
