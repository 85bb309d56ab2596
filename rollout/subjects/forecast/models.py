"""How long a step may take one more complex, by what it took others: three models, of which method.py uses one.

curve: the predictive Kaplan-Meier curve (durations.py); open beyond the longest case.
log-normal: a log-normal whose middle and spread are known only as far as the cases tell; few cases are drawn towards
    the spread that projects have in general (SPREAD).
cohort: the same, and complexes of one year of selection share an effect. One more complex is of a year of its own.

The two last are averaged over a fixed grid of their parameters (Gelman et al. 2013, "Bayesian Data Analysis", 5.4): the
same cases give the same numbers, in a millisecond or two. Priors and the choice between the models: docs/decisions.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

import numpy as np

from rollout.subjects.forecast.durations import Durations

LOG_TIMES = np.arange(np.log(0.25), np.log(2400), 0.08)  # of the share that has come, in log months
LOG_MIDDLES = np.arange(np.log(0.5), np.log(600), 0.1)
SPREADS = np.geomspace(0.15, 2, 12)  # between cases, of log months
COHORTS = np.array([0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0])  # between cohorts
MIDDLE, SPREAD, COHORT = (np.log(24), 1.0), (np.log(0.5), 0.5), 0.3  # priors: middle and width, and the cohorts' width
SHORTEST = 0.5  # months: periods that overlap tell no less


class Step(Protocol):
    """What a step may take: durations (infinite if open) at chances (0 to 1), of a case that has waited (months)."""

    @property
    def basis(self) -> Durations:
        """The cases it rests on."""

    def draw(self, chances: np.ndarray, waited: float = 0.0) -> np.ndarray:
        """See above."""


@dataclass(frozen=True)
class Curve:
    """The predictive Kaplan-Meier curve."""

    basis: Durations

    def draw(self, chances: np.ndarray, waited: float = 0.0) -> np.ndarray:
        """See Step."""
        return self.basis.draw(chances, waited)[0]


@dataclass(frozen=True)
class Smooth:
    """A share that has come by each of LOG_TIMES."""

    basis: Durations
    share: np.ndarray

    def draw(self, chances: np.ndarray, waited: float = 0.0) -> np.ndarray:
        """See Step."""
        passed = float(np.interp(np.log(waited), LOG_TIMES, self.share)) if waited > 0 else 0.0
        wanted = passed + chances * (1 - passed)
        drawn = np.maximum(np.exp(np.interp(wanted, self.share, LOG_TIMES)), waited)
        return np.where(wanted > self.share[-1], np.inf, drawn)


@lru_cache(512)
def log_normal(basis: Durations) -> Smooth:
    """A log-normal with a shrunk spread."""
    return Smooth(basis, _share(basis, 1))


@lru_cache(512)
def cohort(basis: Durations) -> Smooth:
    """The same with an effect of the cohort."""
    return Smooth(basis, _share(basis, len(COHORTS)))


MODELS: Mapping[str, Callable[[Durations], Step]] = {"curve": Curve, "log-normal": log_normal, "cohort": cohort}


def _share(basis: Durations, widths: int) -> np.ndarray:
    """The share of complexes of another cohort that has come by each of LOG_TIMES; `widths`: how many of COHORTS."""
    from scipy.special import log_ndtr  # a third of a second; a forecast that was kept does without

    cases = basis.cases
    months, came = cases["months"].to_numpy(float), cases["reached"].to_numpy(bool)
    off = (np.log(np.maximum(months, SHORTEST))[:, None, None] - LOG_MIDDLES[:, None]) / SPREADS
    told = np.where(came[:, None, None], -np.log(SPREADS) - off**2 / 2, log_ndtr(-off))
    kernels = _kernels()[:widths]
    weight = np.zeros((widths, len(LOG_MIDDLES), len(SPREADS)))
    for year in np.unique(cases["cohort_year"]):
        known = told[(cases["cohort_year"] == year).to_numpy()].sum(axis=0)
        most = known.max()
        weight += np.log(kernels @ np.exp(known - most) + 1e-300) + most
    weight -= ((LOG_MIDDLES - MIDDLE[0]) / MIDDLE[1])[:, None] ** 2 / 2 + (
        (np.log(SPREADS) - SPREAD[0]) / SPREAD[1]
    ) ** 2 / 2
    # The widths of the cohorts do not lie evenly: each stands for the stretch around it.
    weight += (np.log(np.gradient(COHORTS)) - (COHORTS / COHORT) ** 2 / 2)[:widths, None, None]
    weight = np.exp(weight - weight.max())
    share: np.ndarray = np.tensordot(weight / weight.sum(), _shares()[:widths], axes=3)
    return share


@cache
def _kernels() -> np.ndarray:
    """For each width of the cohorts and each middle: how the middles of the cohorts lie around it."""
    apart = LOG_MIDDLES[:, None] - LOG_MIDDLES
    wide = np.exp(-((apart / np.maximum(COHORTS, 1e-3)[:, None, None]) ** 2) / 2)
    return np.asarray(wide / wide.sum(axis=2, keepdims=True))


@cache
def _shares() -> np.ndarray:
    """For each width of the cohorts, middle and spread: the share that has come by each of LOG_TIMES."""
    from scipy.special import ndtr

    spread = np.sqrt(COHORTS[:, None] ** 2 + SPREADS**2)[:, None, :, None]
    return np.asarray(ndtr((LOG_TIMES - LOG_MIDDLES[:, None, None]) / spread))
