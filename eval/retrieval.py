#!/usr/bin/env python3
"""Scores the answers of `runbook search --queries` on the runbook-retrieval set.

usage: retrieval.py FOLDER A|B ANSWERS.jsonl
In task A the same alert's page in the other corpus counts too.
"""
import json
import sys
from pathlib import Path


def main(folder, task, answers):
    truth = json.loads((Path(folder) / "truth.json").read_text())
    queries = [json.loads(line) for line in (Path(folder) / "queries.jsonl").read_text().splitlines()]
    wanted = {query["qid"]: truth[query["qid"]] for query in queries if query["task"] == task}
    name = (lambda page: page.split("/")[-1]) if task == "A" else (lambda page: page)
    ranks = []
    for line in Path(answers).read_text().splitlines():
        answer = json.loads(line)
        if answer["qid"] not in wanted:
            continue
        right = {name(page) for page in wanted[answer["qid"]]}
        found = [i for i, hit in enumerate(answer["results"], 1) if name(hit["id"]) in right]
        ranks.append(found[0] if found else None)
    if len(ranks) != len(wanted):
        sys.exit(f"{answers} answers {len(ranks)} of the {len(wanted)} queries of task {task}")
    share = lambda most: sum(rank is not None and rank <= most for rank in ranks) / len(ranks)
    mrr = sum(1 / rank for rank in ranks if rank) / len(ranks)
    print(f"{task}: {len(ranks)} queries, R@1 {share(1):.3f}, R@3 {share(3):.3f}, R@5 {share(5):.3f}, MRR {mrr:.3f}")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[2] not in ("A", "B"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
