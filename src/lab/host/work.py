"""What is to be run, shared by the machines that run it."""

import threading


class Work:
    """Scenarios not yet taken, and what came of the others. A scenario is a pair: its name, an engine."""

    def __init__(self, wanted, once=()):
        """wanted: pairs in the order of the summary; once: the names that any machine may run."""
        self.wanted = list(wanted)
        self.results = {}
        self._once = frozenset(once)
        self._left = list(wanted)
        self._lock = threading.Lock()

    def take(self, engine=None):
        """The next pair for the machine of an engine: its own first, then one of those for any; None at the end.

        A machine that is alone has no engine, and takes all in their order.
        """
        with self._lock:
            own = [pair for pair in self._left if engine is None or (pair[1] == engine and pair[0] not in self._once)]
            found = own or [pair for pair in self._left if pair[0] in self._once]
            if not found:
                return None
            self._left.remove(found[0])
            return found[0]

    def done(self, pair, passed, seconds):
        """Notes a result. Each pair is one machine's alone, so that no lock is needed."""
        self.results[pair] = passed, seconds

    def summary(self):
        """(pair, passed, seconds) of all in their order; what its machine could not run did not pass."""
        return [(pair, *self.results.get(pair, (False, 0))) for pair in self.wanted]


def machines(wanted, once, engines):
    """The engines that get a machine each, or (None,): one for all, where a second boot would take longer than it
    saves."""
    shared = sum(1 for name, _ in wanted if name in once)
    own = [sum(1 for name, e in wanted if e == engine and name not in once) for engine in engines]
    return tuple(engines) if sum(own) + shared >= 4 and min(own) + shared >= 2 else (None,)
