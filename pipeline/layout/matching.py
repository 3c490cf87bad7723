"""Maximum-weight matching on few links."""

from collections import defaultdict


def match(scores: dict[tuple[int, int], float], count: int) -> dict[int, int]:
    """Successor of each block that has one: the set of links with the highest total.

    Shortest augmenting paths (Bellman-Ford on the few links there are) until none gains anything.
    """
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    edges: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (i, j), score in sorted(scores.items()):
        edges[i].append((j, score))
    while True:
        gain = {i: 0.0 for i in range(count) if i not in after}  # best change on arriving at block i as predecessor
        reached: dict[int, tuple[float, int]] = {}  # block j as successor: (best change, from)
        queue = sorted(gain)
        while queue:
            i = queue.pop(0)
            for j, score in edges[i]:
                if after.get(i) == j:
                    continue
                change = gain[i] + score
                if change > reached.get(j, (-1e9, -1))[0] + 1e-9:
                    reached[j] = (change, i)
                    k = before.get(j)
                    if k is not None and change - scores[k, j] > gain.get(k, -1e9) + 1e-9:
                        gain[k] = change - scores[k, j]
                        queue.append(k)
        free = [(change, -j) for j, (change, _) in reached.items() if j not in before and change > 1e-9]
        if not free:
            return after
        j = -max(free)[1]
        while True:
            i = reached[j][1]
            old = after.get(i)
            after[i], before[j] = j, i
            if old is None:
                break
            j = old
