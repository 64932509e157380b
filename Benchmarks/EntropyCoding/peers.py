#!/usr/bin/env python3
"""Codes every stream in DIR with the peers and prints a line of JSON for each.

    peers.py DIR

Times are this process's CPU time, the median of five runs. constriction's and nncodec's bytes are the stream alone, as
are ours but for the description of the code.
"""
import json
import os
import statistics
import sys
import time

import constriction
import numpy as np
import zipnn
from nncodec.extensions import deepCABAC
from nncodec.nnc_core.hdsp.hdsp_tool import HDSP_OPTS_OFF

STREAMS = {"p80": (7, 1000), "g4": (7, 1000), "g8": (127, 1000),
           "lenet-fc1": (128, 784), "lenet-fc2": (128, 300), "lenet-fc3": (128, 100)}


def median(body, runs=5):
    times = []
    for _ in range(runs):
        start = time.process_time()
        result = body()
        times.append(time.process_time() - start)
    return statistics.median(times), result


def report(stream, coder, symbols, encode, decode, size, unchanged):
    if not unchanged:
        sys.exit(f"{coder} did not bring {stream} back")
    print(json.dumps({"stream": stream, "coder": coder, "symbols": symbols, "bytes": size,
                      "encode": encode, "decode": decode}), flush=True)


def code_constriction(stream, symbols):
    numbers = symbols.astype(np.int32)
    shares = np.bincount(symbols).astype(np.float64)
    model = constriction.stream.model.Categorical(shares / shares.sum(), perfect=False)

    def encode():
        coder = constriction.stream.stack.AnsCoder()
        coder.encode_reverse(numbers, model)
        return coder.get_compressed()

    encode_time, words = median(encode)
    decode_time, back = median(lambda: constriction.stream.stack.AnsCoder(words).decode(model, len(numbers)))
    report(stream, "constriction AnsCoder", len(numbers), encode_time, decode_time, words.nbytes,
           np.array_equal(back, numbers))

    def encode_range():
        coder = constriction.stream.queue.RangeEncoder()
        coder.encode(numbers, model)
        return coder.get_compressed()

    encode_time, words = median(encode_range)
    decode_time, back = median(lambda: constriction.stream.queue.RangeDecoder(words).decode(model, len(numbers)))
    report(stream, "constriction RangeEncoder", len(numbers), encode_time, decode_time, words.nbytes,
           np.array_equal(back, numbers))


def code_zipnn(stream, symbols):
    raw = symbols.tobytes()

    def coder():
        return zipnn.ZipNN(method="huffman", input_format="byte", bytearray_dtype="float32", threads=1)

    encode_time, packed = median(lambda: coder().compress(bytearray(raw)))
    decode_time, back = median(lambda: coder().decompress(packed))
    report(stream, "zipnn huffman", len(raw), encode_time, decode_time, len(packed), bytes(back) == raw)


def code_nncodec(stream, symbols, offset, columns):
    levels = np.ascontiguousarray((symbols.astype(np.int32) - offset).reshape(-1, columns))
    skipped = np.zeros(levels.shape[0], np.int32)
    for optimisation in (0, 1):
        def encode():
            coder = deepCABAC.Encoder()
            coder.initCtxModels(11, optimisation)
            coder.encodeLayer(levels, 0, 0, 0, 0, 0, skipped, *HDSP_OPTS_OFF(), 0, 0)
            return coder.finish()

        def decode():
            coder = deepCABAC.Decoder()
            coder.setStream(packed)
            coder.initCtxModels(11)
            back = np.zeros_like(levels)
            coder.decodeLayer(back, 0, 0, 0, 0, *HDSP_OPTS_OFF(), 0, 0)
            return back

        encode_time, packed = median(encode, 3)
        decode_time, back = median(decode, 3)
        report(stream, f"nncodec DeepCABAC opt {optimisation}", levels.size, encode_time, decode_time, packed.nbytes,
               np.array_equal(back, levels))


for name, (offset, columns) in STREAMS.items():
    symbols = np.fromfile(os.path.join(sys.argv[1], name), np.uint8)
    code_constriction(name, symbols)
    code_zipnn(name, symbols)
    code_nncodec(name, symbols, offset, columns)
