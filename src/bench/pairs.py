"""Runs two commands in turn and compares what they cost: whole processes, from start to exit."""

import os
import statistics
import subprocess
import tempfile
import time
from typing import Callable, NamedTuple, Optional


class Command(NamedTuple):
    """Something to measure.

    words: the program and its arguments; statuses: the exit statuses that are no error; before: what is done before
    each run, and not measured.
    """
    name: str
    words: list
    statuses: tuple = (0,)
    before: Optional[Callable[[], None]] = None


class Cost(NamedTuple):
    """Of one run: seconds on the clock, and the most memory that was resident, in MiB."""
    seconds: float
    mebibytes: float


class Failed(Exception):
    """A command did not do what is measured."""


def run(command):
    """Runs it once. What it prints goes to a file: grep stops at the first match where that is /dev/null."""
    if command.before:
        command.before()
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command.words], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.statuses:
        raise Failed(f'{command.name}: exit status {process.returncode}: {" ".join(map(str, command.words))}')
    return Cost(seconds, used.ru_maxrss / 1024)


def compare(one, others, count):
    """Runs all of them once to warm up, then so many times in turn; gives the costs by name, in order of the runs."""
    costs = {command.name: [] for command in (one, *others)}
    for number in range(count + 1):
        for command in (one, *others):
            cost = run(command)
            if number:
                costs[command.name].append(cost)
    return costs


def ratio(costs, one, other):
    """Median of the ratios of neighbours, which had the same machine to themselves."""
    return statistics.median(a.seconds / b.seconds for a, b in zip(costs[one], costs[other]))


def seconds(costs, name):
    return statistics.median(cost.seconds for cost in costs[name])


def most(costs, name):
    """MiB."""
    return max(cost.mebibytes for cost in costs[name])
