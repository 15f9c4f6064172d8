"""A linear-chain CRF trained by AdaGrad, one stretch of text at a time, compiled by numba.

A character has a row of cells; a cell is the number of a row of weights, one weight a label; 0 is no evidence.  At
each visit every cell is left out with a probability, so that no single one is relied on (a name that is in the
training texts must also be known by what stands around it).  One thread and a fixed seed: the same input gives the
same weights.
"""

from dataclasses import dataclass

import numba
import numpy as np

_LITTLE = 1e-4  # gradients below are not worth an update


@dataclass(frozen=True)
class Texts:
    """Cells [characters x evidence], labels, and the stretches [begin, end) with how much each counts."""

    cells: np.ndarray
    labels: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    times: np.ndarray


@dataclass(frozen=True)
class Pace:
    """How fast and how long; `averaged` is how many of the last epochs the weights are averaged over."""

    epochs: int = 8
    averaged: int = 3
    rate: float = 0.15
    left_out: float = 0.3
    seed: int = 1


def fit(texts: Texts, rows: int, labels: int, pace: Pace) -> tuple[np.ndarray, np.ndarray]:
    """The weights [rows x labels] and the transitions [labels x labels]."""
    weights, squares = np.zeros((rows, labels), np.float32), np.zeros((rows, labels), np.float32)
    steps, step_squares = np.zeros((labels, labels)), np.zeros((labels, labels))
    total, total_steps = np.zeros_like(weights), np.zeros_like(steps)
    chance = np.random.default_rng(pace.seed)
    state = np.array([chance.integers(1, 1 << 62)], dtype=np.uint64)
    for number in range(pace.epochs):
        rate = pace.rate * (1 - 0.9 * number / pace.epochs)
        order = chance.permutation(len(texts.begins))
        loss = _epoch(
            (texts.cells, texts.labels, texts.begins, texts.ends, texts.times),
            order,
            (weights, squares, steps, step_squares),
            (rate, pace.left_out),
            state,
        )
        print(f"epoch {number + 1} of {pace.epochs}, loss {loss:,.0f}", flush=True)
        if number >= pace.epochs - pace.averaged:
            total += weights
            total_steps += steps
    # Every cell was there in a share of the visits only, and is there always from now on.
    return total / np.float32(pace.averaged) * np.float32(1 - pace.left_out), total_steps / pace.averaged


@numba.njit(cache=True, fastmath=False)
def _random(state):
    value = state[0]
    value ^= value << np.uint64(13)
    value ^= value >> np.uint64(7)
    value ^= value << np.uint64(17)
    state[0] = value
    return value & np.uint64(0xFFFFFFFF)


@numba.njit(cache=True, fastmath=False)
def _epoch(texts, order, model, pace, state):
    cells, labels, begins, ends, times = texts
    weights, squares, steps, step_squares = model
    rate, left_out = pace
    width, size = weights.shape[1], 0
    for stretch in order:
        size = max(size, ends[stretch] - begins[stretch])
    evidence, share = np.zeros((size, width)), np.zeros((size, width))
    forward, backward = np.zeros((size, width)), np.zeros((size, width))
    kept = np.zeros((size, cells.shape[1]), np.bool_)
    limit = np.uint64(left_out * 4294967296.0)
    loss = 0.0
    for stretch in order:
        begin, length = begins[stretch], ends[stretch] - begins[stretch]
        _sum_up(cells, weights, begin, length, kept, evidence, limit, state)
        moves = np.exp(steps)
        _forward_backward(evidence, moves, length, forward, backward)
        _step(
            evidence,
            moves,
            forward,
            backward,
            labels[begin : begin + length],
            times[stretch],
            rate,
            steps,
            step_squares,
        )
        loss += _shares(forward, backward, labels[begin : begin + length], times[stretch], share)
        for at in range(length):
            _update(cells[begin + at], kept[at], share[at], weights, squares, rate)
    return loss


@numba.njit(cache=True, fastmath=False)
def _sum_up(cells, weights, begin, length, kept, evidence, limit, state):
    """The exponential of each label's evidence at each character, the largest being 1."""
    width = weights.shape[1]
    for at in range(length):
        evidence[at, :] = 0.0
        for cell in range(cells.shape[1]):
            row = cells[begin + at, cell]
            kept[at, cell] = _random(state) >= limit and row != 0
            if kept[at, cell]:
                for label in range(width):
                    evidence[at, label] += weights[row, label]
        largest = evidence[at].max()
        for label in range(width):
            evidence[at, label] = np.exp(evidence[at, label] - largest)


@numba.njit(cache=True, fastmath=False)
def _forward_backward(evidence, moves, length, forward, backward):
    width = evidence.shape[1]
    for at in range(length):
        total = 0.0
        for label in range(width):
            value = 1.0
            if at > 0:
                value = 0.0
                for before in range(width):
                    value += forward[at - 1, before] * moves[before, label]
            forward[at, label] = value * evidence[at, label]
            total += forward[at, label]
        forward[at, :] /= total
    backward[length - 1, :] = 1.0
    for at in range(length - 2, -1, -1):
        total = 0.0
        for label in range(width):
            value = 0.0
            for after in range(width):
                value += moves[label, after] * evidence[at + 1, after] * backward[at + 1, after]
            backward[at, label] = value
            total += value
        backward[at, :] /= total


@numba.njit(cache=True, fastmath=False)
def _step(evidence, moves, forward, backward, labels, times, rate, steps, squares):
    """One step of the transitions down the gradient."""
    width = evidence.shape[1]
    slope = np.zeros((width, width))
    for at in range(1, len(labels)):
        total = 0.0
        for left in range(width):
            for right in range(width):
                total += forward[at - 1, left] * moves[left, right] * evidence[at, right] * backward[at, right]
        for left in range(width):
            for right in range(width):
                pair = forward[at - 1, left] * moves[left, right] * evidence[at, right] * backward[at, right]
                slope[left, right] += pair / total
        slope[labels[at - 1], labels[at]] -= 1.0
    for left in range(width):
        for right in range(width):
            gradient = slope[left, right] * times
            squares[left, right] += gradient * gradient
            steps[left, right] -= rate * gradient / np.sqrt(squares[left, right] + 1.0)


@numba.njit(cache=True, fastmath=False)
def _shares(forward, backward, labels, times, share):
    """Into `share` each label's probability less one for the right label; the loss of the stretch."""
    loss = 0.0
    for at in range(len(labels)):
        total = 0.0
        for label in range(share.shape[1]):
            share[at, label] = forward[at, label] * backward[at, label]
            total += share[at, label]
        for label in range(share.shape[1]):
            share[at, label] *= times / total
        loss -= times * np.log(max(share[at, labels[at]] / times, 1e-12))
        share[at, labels[at]] -= times
    return loss


@numba.njit(cache=True, fastmath=False)
def _update(cells, kept, slope, weights, squares, rate):
    largest = 0.0
    for label in range(len(slope)):
        largest = max(largest, abs(slope[label]))
    if largest < 10 * _LITTLE:
        return
    for cell in range(len(cells)):
        if kept[cell]:
            row = cells[cell]
            for label in range(len(slope)):
                gradient = slope[label]
                if abs(gradient) > _LITTLE:
                    squares[row, label] += gradient * gradient
                    weights[row, label] -= rate * gradient / np.sqrt(squares[row, label] + 0.1)


@numba.njit(cache=True, fastmath=False)
def decode(cells, begins, ends, weights, steps):
    """The best label of each character, stretch by stretch: the textbook's Viterbi, the tests' measure."""
    width = weights.shape[1]
    best = np.zeros(len(cells), np.int64)
    for stretch in range(len(begins)):
        begin, length = begins[stretch], ends[stretch] - begins[stretch]
        score, back = np.zeros((length, width)), np.zeros((length, width), np.int64)
        for at in range(length):
            for label in range(width):
                for cell in cells[begin + at]:
                    score[at, label] += weights[cell, label]
                if at > 0:
                    paths = score[at - 1] + steps[:, label]
                    back[at, label] = paths.argmax()
                    score[at, label] += paths[back[at, label]]
        label = score[length - 1].argmax()
        for at in range(length - 1, -1, -1):
            best[begin + at] = label
            label = back[at, label]
    return best
