"""What Optuna's TPE finds on the functions of bench/search.bench.mjs: the median of the best of 60 trials.

    python3 -m venv venv && venv/bin/pip install optuna==5.0.0
    venv/bin/python packages/search/scripts/optuna-quality.py 10     (seeds)
"""

import math
import statistics
import sys

import optuna

HEIGHTS = [1, 1.2, 3, 3.2]
WIDTHS = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
]
CENTRES = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]


def branin(trial):
    x0, x1 = trial.suggest_float("x0", -5, 10), trial.suggest_float("x1", 0, 15)
    bow = x1 - (5.1 / (4 * math.pi**2)) * x0 * x0 + (5 / math.pi) * x0 - 6
    return bow**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x0) + 10


def hartmann6(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    distances = [sum(w * (at - c) ** 2 for w, at, c in zip(*well)) for well in zip(WIDTHS, [x] * 4, CENTRES)]
    return -sum(height * math.exp(-distance) for height, distance in zip(HEIGHTS, distances))


def rastrigin5(trial):
    x = [trial.suggest_float(f"x{i}", -5.12, 5.12) for i in range(5)]
    return sum(10 + at * at - 10 * math.cos(2 * math.pi * at) for at in x)


optuna.logging.set_verbosity(optuna.logging.ERROR)
for objective in (branin, hartmann6, rastrigin5):
    bests = []
    for seed in range(int(sys.argv[1])):
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
        study.optimize(objective, n_trials=60)
        bests.append(study.best_value)
    print(objective.__name__, round(statistics.median(bests), 3), flush=True)
