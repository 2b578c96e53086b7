"""``python -m bcmarketing``: the story of a campaign, a run over a folder of tables, or a date formula explained."""

import argparse
import contextlib
import datetime as dt
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .dates.formula import DateFormula
from .errors import BCMarketingError
from .folder.cells import read_date
from .folder.checking import step_faults
from .folder.export import write_folder
from .folder.faults import BadData, BadStep
from .folder.filling import with_segment_lines
from .folder.orders import OrderLine, read_orders
from .folder.reading import load_folder
from .folder.run import RefusalMissed, StepRefused, StepResult, changes_of, results_of, run_steps
from .folder.steps import Step, read_steps, to_steps
from .folder.writing import write_results
from .samples import winter_light
from .store.tables import Tables
from .story import tell

_DESCRIPTION = """\
The life of one marketing campaign by the rules of Business Central: tasks planned, contacts targeted, prices
activated, orders priced with the reason, interactions logged, figures, canceled entries deleted.

Without arguments the campaign is a small one that comes with the package. With --data it is yours: a folder of CSV
tables with a file steps.json that names the processes and their arguments.
"""
_EPILOG = """\
also:
  python -m bcmarketing date FORMULA [BASE]   explain a date formula step by step, e.g. date CM+5D 2027-01-15

examples:
  python -m bcmarketing
  python -m bcmarketing --data my-campaign --out results
  python -m bcmarketing --data my-campaign --check

exit codes:
  0 done   1 the data or a step was refused; the reason is the one line on stderr   2 the command line is wrong
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a console that lacks a letter shows it escaped
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _explain_date(given[1:]) if given[:1] == ["date"] else _run(_parser().parse_args(given))
        sys.stdout.flush()
    except BCMarketingError as error:
        told = "; ".join([str(error), *getattr(error, "__notes__", ())])
        print(f"bcmarketing: {' '.join(told.split())}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as head, has seen enough; the results are still to be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return main(given)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bcmarketing",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", metavar="DIR", type=Path, help="a folder of CSV tables with steps.json")
    parser.add_argument("--orders", metavar="FILE", type=Path, help="price these order lines, not DIR/orders.csv")
    parser.add_argument("--out", metavar="DIR", type=Path, help="write the result files here, as CSV")
    parser.add_argument(
        "--export", metavar="DIR", type=Path, help="write the sample as such a folder, to start your own from, and stop"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="check tables, references, order lines and steps, report, and stop (with --data)",
    )
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.check and options.data is None:
        _parser().error("--check needs --data")
    if options.data is not None and options.out is not None and _same(options.data, options.out):
        _parser().error("--out must be another folder than --data, whose tables it would overwrite")
    if options.export is not None:
        return _export(options.export)
    if options.check:
        return _check(options.data, options.orders)
    tables, orders, steps = _input(options.data, options.orders)
    done: list[StepResult] = []
    try:
        tell(_noted(run_steps(tables, orders, steps), done))
    except (StepRefused, RefusalMissed) as error:
        if options.out is not None and done:
            error.add_note(_rescued(options.out, done))
        raise
    changes = changes_of(done)
    print(
        f"\n{len(done)} steps: {len(changes.inserted)} rows new, {len(changes.modified)} changed, "
        f"{len(changes.deleted)} deleted"
    )
    if options.out is not None:
        print(f"{_write(options.out, done)} result files in {options.out}")
    return 0


def _noted(results: Iterable[StepResult], done: list[StepResult]) -> Iterator[StepResult]:
    for result in results:
        done.append(result)
        yield result


def _write(out: Path, done: Sequence[StepResult]) -> int:
    with _writing(out):
        return len(write_results(out, results_of(done)))


def _rescued(out: Path, done: Sequence[StepResult]) -> str:
    """Write what the steps before a refused one reported; return what to tell about it."""
    try:
        _write(out, done)
    except BadData as error:
        return str(error)
    return f"what the steps before it reported is in {out}"


def _export(folder: Path) -> int:
    with _writing(folder):
        is_free = not folder.is_dir() or not any(folder.iterdir())
        if is_free:
            write_folder(folder, winter_light.tables(), winter_light.ORDERS, winter_light.STEPS)
    if not is_free:
        raise BadData(str(folder), 0, "", "", "holds files already; export into a new or an empty folder")
    print(f"the sample is in {folder}")
    return 0


def _same(data: Path, out: Path) -> bool:
    try:
        return data.samefile(out)
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise BadData(str(folder), 0, "", "", f"cannot be written: {why}") from error


def _input(data: Path | None, orders_file: Path | None) -> tuple[Tables, Sequence[OrderLine], Sequence[Step]]:
    if data is None:
        tables, steps = winter_light.tables(), to_steps(winter_light.STEPS)
    else:
        loaded = load_folder(data)
        for dangling in loaded.dangling:
            if not dangling.is_history:
                why = f"is not in {dangling.target}.csv"
                raise BadData(dangling.file, dangling.line, dangling.column, dangling.value, why)
            print(f"note: {dangling}")
        tables, steps = with_segment_lines(loaded.tables), read_steps(data / "steps.json")
        orders_file = orders_file or data / "orders.csv"
    if orders_file is None:
        return tables, winter_light.ORDERS, steps
    return tables, read_orders(orders_file, tables), steps


def _check(data: Path, orders_file: Path | None) -> int:
    loaded = load_folder(data)
    for kind in loaded.tables.kinds():
        print(f"{loaded.tables.count(kind):6}  {kind.__name__}")
    print(f"{loaded.references} references checked, {len(loaded.dangling)} dangling")
    for dangling in loaded.dangling:
        print(f"  {dangling}")
    if all(dangling.is_history for dangling in loaded.dangling):
        with_segment_lines(loaded.tables)
    faults: list[BadStep] = []
    if orders_file is not None or _is_there(data / "orders.csv"):
        print(f"{len(read_orders(orders_file or data / 'orders.csv', loaded.tables))} order lines checked")
    if _is_there(data / "steps.json"):
        steps = read_steps(data / "steps.json")
        faults = list(step_faults(loaded.tables, steps))
        print(f"{len(steps)} steps checked, {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    return 1 if loaded.dangling or faults else 0


def _is_there(path: Path) -> bool:
    if not path.exists():
        print(f"{path.name} is missing; a run needs it")
    return path.exists()


def _explain_date(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bcmarketing date",
        description="Explain a date formula step by step.",
        epilog="A formula that begins with a minus needs no quotes: date -CM+1M 2027-01-31.",
    )
    parser.add_argument("formula", metavar="FORMULA", help="such as +1W, CM+5D or <-WD2>")
    parser.add_argument("base", metavar="BASE", nargs="?", help="the base date, such as 2027-01-15; today if left out")
    parser.add_argument("--language", help="read the formula with the letters of this language, such as de")
    options = parser.parse_args(_formulas_last(arguments))
    base = dt.datetime.now().astimezone().date() if options.base is None else read_date(options.base, "BASE")
    formula = DateFormula.parse(options.formula, options.language)
    print(formula.explain(base))
    return 0


def _formulas_last(arguments: Sequence[str]) -> list[str]:
    """Put what is no option behind ``--``, because a formula may begin with a minus, as options do."""
    options: list[str] = []
    plain: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument in ("-h", "--help") or argument.startswith("--language="):
            options.append(argument)
        elif argument == "--language":
            options += [argument, *(value for value in [next(rest, None)] if value is not None)]
        elif argument.startswith("--") and argument != "--":
            options.append(argument)
        elif argument != "--":
            plain.append(argument)
    return [*options, "--", *plain]


if __name__ == "__main__":
    sys.exit(main())
