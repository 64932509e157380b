#!/usr/bin/env python3
"""The generator of NeuralNetworks, written a second time: prints what RandomTests.swift expects.

    python3 Tests/NeuralNetworksTests/Oracles/generator.py
"""

WORD = (1 << 64) - 1


def split_mix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & WORD
        word = state
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & WORD
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB & WORD
        yield word ^ (word >> 31)


def xoshiro256(state):
    def rotated(word, bits):
        return (word << bits | word >> (64 - bits)) & WORD

    a, b, c, d = state
    while True:
        yield rotated(b * 5 & WORD, 7) * 9 & WORD
        shifted = b << 17 & WORD
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = rotated(d, 45)


def first(generator, count):
    return [next(generator) for _ in range(count)]


# The authors' own C code gives these for the state 1, 2, 3, 4 and the seed 1234567.
assert first(xoshiro256([1, 2, 3, 4]), 4) == [11520, 0, 1509978240, 1215971899390074240]
assert first(split_mix(1234567), 2) == [6457827717110365317, 3203168211198807973]

for seed in (0, 7, WORD):
    print(seed, [f"{number:#018X}" for number in first(xoshiro256(first(split_mix(seed), 4)), 4)])
seed, stream = 7, 3
mixed = first(split_mix(seed), 1)[0]
print("7, stream 3", first(xoshiro256(first(split_mix(mixed ^ (stream * 0xD6051B2D6F5F1E61 & WORD)), 4)), 4))
