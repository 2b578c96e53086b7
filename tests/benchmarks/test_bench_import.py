"""What importing the package costs, against what it stands on.

Run with ``pytest tests/benchmarks/test_bench_import.py -s``.
"""

import statistics
import subprocess
import sys
import time

FLOOR = "import attrs, dateutil.relativedelta"
ROUNDS = 11


def seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def test_the_import_is_cheap_and_so_is_the_first_name() -> None:
    cases = {
        "nothing": "pass",
        "floor": FLOOR,
        "package": f"{FLOOR}; import bcmarketing",
        "a date formula": f"{FLOOR}; from bcmarketing import DateFormula",
        "a price book": f"{FLOOR}; from bcmarketing import PriceBook",
        "everything": f"{FLOOR}; import bcmarketing; [getattr(bcmarketing, name) for name in bcmarketing.__all__]",
    }
    for code in cases.values():
        seconds(code)
    rounds = [{name: seconds(code) for name, code in cases.items()} for _ in range(ROUNDS)]
    ratios = {
        name: statistics.median((r[name] - r["nothing"]) / (r["floor"] - r["nothing"]) for r in rounds)
        for name in cases
    }
    print("\n" + ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items()))
    assert ratios["package"] <= 1.3
