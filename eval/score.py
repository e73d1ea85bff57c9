"""Scores what `runbook eval --json --out FILE` wrote, the way each data set was published."""

import argparse
import json
import pathlib


def ranked(case):
    return [c["component"] for c in case["diagnosis"]["components"]]


def at(ranks, k):
    return sum(0 < r <= k for r in ranks) / len(ranks)


def show(name, ranks):
    figures = " ".join(f"AS@{k} {at(ranks, k):.3f}" for k in (1, 3, 5))
    average = sum(at(ranks, k) for k in range(1, 6)) / 5
    print(f"{name:28} n={len(ranks):<3} {figures} Avg@5 {average:.3f}")


def rank(names, truth):
    return names.index(truth) + 1 if truth in names else 0


def petshop(cases, truth):
    show("all", [rank(ranked(c), truth[n]["node"]) for n, c in cases.items()])


def sockshop(cases, truth):
    services, metrics = [], []
    for name, case in cases.items():
        names = list(dict.fromkeys(n.replace("-db", "") for n in ranked(case)))
        services.append(rank(names, truth[name]["service"]))
        found = [(m["score"], c["component"], m["metric"])
                 for c in case["diagnosis"]["components"] for m in c["metrics"]]
        best = max(found)
        metrics.append(best[1:] == (truth[name]["service"], truth[name]["metric"]))
    show("service", services)
    print(f"{'metric':28} AC@1 {sum(metrics) / len(metrics):.3f}")


def nezha(cases, truth):
    for system in ("ob", "tt"):
        chosen = {n: c for n, c in cases.items() if f"-{system}-" in n}
        if chosen:
            show(system, [rank(ranked(c), truth[n]["service"]) for n, c in chosen.items()])
        for kind in sorted({truth[n]["type"] for n in chosen}):
            show(f"  {kind}", [rank(ranked(c), truth[n]["service"])
                               for n, c in chosen.items() if truth[n]["type"] == kind])


SETS = dict(petshop=petshop, sockshop=sockshop, nezha=nezha)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("result", type=pathlib.Path)
    arguments = parser.parse_args()
    result = json.loads(arguments.result.read_text())
    cases = {c["bundle"]: c for c in result["cases"] if "diagnosis" in c}
    unread = [c["bundle"] for c in result["cases"] if "diagnosis" not in c]
    if unread:
        print("could not be read:", ", ".join(unread))
    SETS[arguments.set](cases, json.loads((arguments.data / "truth.json").read_text()))
