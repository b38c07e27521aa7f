"""What is to be run, shared by the machines that run it."""

import threading


class Work:
    """Scenarios not yet taken, and what came of the others. A scenario is a pair: its name, an engine."""

    def __init__(self, wanted, once=(), alone=(), machines=(None,)):
        """wanted: pairs in the order of the summary; once: the names that any machine may run; alone: those of them that
        are run when no other machine runs; machines: the engines of all, None for one that has both."""
        self.wanted = list(wanted)
        self.results = {}
        self._once = frozenset(once)
        self._alone = frozenset(alone) if len(machines) > 1 else frozenset()
        self._left = list(wanted)
        self._taking, self._up = set(machines), set(machines)
        self._changed = threading.Condition()

    def take(self, engine=None):
        """The next pair for the machine of an engine: its own first, then one of those for any; None at the end.

        A machine that is alone has no engine, and takes all in their order. The last one that still takes waits until
        the others are down, and then runs what is to be run alone.
        """
        with self._changed:
            pair = self._next(engine)
            if pair is None:
                if self._taking == {engine}:
                    self._changed.wait_for(lambda: self._up == {engine})
                    pair = next(iter(self._left_of(self._alone)), None)
                else:
                    self._taking.discard(engine)
            if pair:
                self._left.remove(pair)
            return pair

    def down(self, engine=None):
        """The machine of an engine runs no more."""
        with self._changed:
            self._taking.discard(engine)
            self._up.discard(engine)
            self._changed.notify_all()

    def _next(self, engine):
        own = [pair for pair in self._left if engine is None or (pair[1] == engine and pair[0] not in self._once)]
        return next(iter(own or self._left_of(self._once - self._alone)), None)

    def _left_of(self, names):
        return [pair for pair in self._left if pair[0] in names]

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
