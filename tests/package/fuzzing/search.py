"""The search: every value in the place of every argument, one or two at a time."""

import copy
import itertools
import random
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, TypeAlias

import numpy as np

from tests.package.fuzzing.promises import (
    error_of_caller,
    faults_of_result,
    fresh,
    masked,
    outcome,
    same,
)
from tests.package.fuzzing.targets import (
    Target,
    functions_and_classes,
    is_ours,
    methods,
    needs_absent_framework,
    objects_in,
    public,
)
from tests.package.fuzzing.values import NET, ODD, fitting, variations

# How it is written, and how it is made.
OddValue: TypeAlias = tuple[str, Callable[[], Any]]
# These are given even where they have a default, which takes long.
PATIENCE = {"steps", "starts", "max_epochs"}
# A large number here is no mistake, only a long wait.
LASTS = {"steps", "max_epochs"}
LONG = {"HUGE", "2**63", "np.uint64(2**63)"}


@dataclass
class Fuzz:
    """The course of one search: how many calls it made, and what it found."""

    seed: int = 0
    pairs: int = 0  # calls with two odd arguments, a target
    calls: int = 0
    findings: dict[str, str] = field(default_factory=dict)
    known: dict[str, tuple[Target, dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)

    def run(self) -> None:
        """Find arguments that fit, object by object; then try odd ones in their place."""
        NET.save("fitting.npz")
        waiting = [*functions_and_classes()]
        seen: set[type] = {FunctionType, type}
        found = [thing for _, thing in public() if is_ours(type(thing))]
        while waiting or found:
            for thing in found:
                if type(thing) not in seen:
                    seen.add(type(thing))
                    waiting += methods(thing)
            found = [*self.introduce(waiting.pop(0))] if waiting else []
        for target, arguments in self.known.values():
            self.try_odd_values(target, arguments)

    def introduce(self, target: Target) -> Iterator[Any]:
        """Call a target with arguments that fit, keep them, and hand on the objects it gives."""
        choices = {name: fitting(name, p.annotation) for name, p in target.parameters.items()}
        needed = [
            name
            for name, p in target.parameters.items()
            if p.default is p.empty or name in PATIENCE
        ]
        arguments, refused = self.that_fit(target, {name: choices[name] for name in needed})
        if refused is not None:
            if not needs_absent_framework(target) and not isinstance(refused, ImportError):
                where = "no arguments that fit are known to tests/package/fuzzing/values.py"
                self.add(target.label, "", f"{where}: {refused!r}")
            self.known[target.label] = target, dict.fromkeys(needed)
            return iter(())
        more = {
            name: (arguments[name],) if name in arguments else choices[name] for name in choices
        }
        fuller, refused = self.that_fit(target, {n: values for n, values in more.items() if values})
        self.known[target.label] = target, arguments if refused else fuller
        self.attempt(target, arguments, "")
        return objects_in(target(copy.deepcopy(target.owner), copy.deepcopy(arguments)))

    def that_fit(
        self, target: Target, choices: dict[str, tuple[Any, ...]]
    ) -> tuple[dict[str, Any], Exception | None]:
        """Return the first choice of arguments that a target takes, or why it takes none."""
        refused: Exception = LookupError("an argument without a value")
        for choice in itertools.islice(itertools.product(*choices.values()), 500):
            arguments = dict(zip(choices, choice, strict=True))
            try:
                target(copy.deepcopy(target.owner), copy.deepcopy(arguments))
            except Exception as error:
                refused = error
            else:
                return arguments, None
        return {}, refused

    def try_odd_values(self, target: Target, arguments: dict[str, Any]) -> None:
        """Put every odd value in the place of every argument, and now and then two at once."""
        with ignored_warnings():
            odd = {name: self.odd(name, arguments.get(name)) for name in target.parameters}
        for name, values in odd.items():
            for value in values:
                self.attempt_with(target, arguments, {name: value})
        defaults = {n for n, p in target.parameters.items() if p.default is not p.empty}
        fewer = {n: v for n, v in arguments.items() if n not in defaults - PATIENCE}
        for _ in range(self.pairs if len(odd) > 1 else 0):
            names = self.rng.sample([*odd], 2)
            changes = {name: self.rng.choice(odd[name]) for name in names}
            self.attempt_with(target, fewer, changes)

    def attempt_with(
        self, target: Target, arguments: dict[str, Any], changes: dict[str, OddValue]
    ) -> None:
        try:
            with ignored_warnings():
                made = {name: value() for name, (_, value) in changes.items()}
        except (TypeError, ValueError):
            return  # refused where it is made
        shown = ", ".join(f"{name}={source}" for name, (source, _) in changes.items())
        self.attempt(target, {**arguments, **made}, shown)

    def odd(self, name: str, fits: Any) -> list[OddValue]:
        """List what to try for a parameter: what is near to what fits, and the rest."""
        near = [(source, lambda value=value: value) for source, value in variations(fits)]
        odd = [(k, v) for k, v in ODD.items() if not (name in LASTS and k in LONG)]
        return near + odd

    def add(self, label: str, shown: str, what: str) -> None:
        """Keep a finding: of the same kind at the same place, the first."""
        kind = re.sub(r"[0-9.]+|'.*'", "…", what)[:90]
        place = re.sub(r"=[^=]*(?=, \w+=|$)", "", shown)
        self.findings.setdefault(f"{label}({place}) {kind}", f"{label}({shown}): {what}")

    def attempt(self, target: Target, arguments: dict[str, Any], shown: str) -> None:
        """Make one call and look at everything that is promised."""
        self.calls += 1
        owner = copy.deepcopy(target.owner)
        given = {name: fresh(value) for name, value in arguments.items()}
        named = {"self": owner, **given}
        before = {name: fresh(value) for name, value in named.items()}
        error, result, told = outcome(target, owner, given)
        for what in told:
            self.add(target.label, shown, what)
        for name, value in named.items():
            if name == "rng" or same(before[name], value):
                continue
            if not ((target.may_change(name) and error is None) or error_of_caller(error)):
                self.add(
                    target.label, shown, f"{name} was changed{f' by {error!r}' if error else ''}"
                )
        if error is None:
            for name in masked(target, given):
                self.add(target.label, shown, f"{name}: a masked entry is taken for a number")
            if not any(result is value for value in given.values()):
                for what in faults_of_result(target, result, given):
                    self.add(target.label, shown, what)
            if target.makes and is_ours(type(result)):
                self.use(target, result, shown)

    def use(self, target: Target, thing: Any, shown: str) -> None:
        """Do with an object what can be done with it: a bad setting may show only then."""
        for method in methods(thing):
            known = self.known.get(method.label)
            if known is not None and " =" not in method.label:
                self.calls += 1
                arguments = copy.deepcopy(known[1])
                error, result, told = outcome(method, fresh(thing), arguments)
                told += [] if error else faults_of_result(method, result, {})
                for what in told:
                    self.add(target.label, shown, f"then {method.label}: {what}")


@contextmanager
def ignored_warnings() -> Iterator[None]:
    """Let odd values be made that warn when they are."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
