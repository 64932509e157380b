#!/usr/bin/env python3
"""Codes the weights of a compressed model file with nncodec, and prints its bytes beside ours.

    .build/peers/bin/python model.py WINNOW MODEL.winnow

WINNOW is the program. The weights are those of the file, decompressed: the same levels for both coders. To nncodec's
streams are added what a file must hold besides: a float for each value of a codebook, and a float for each bias.
"""
import json
import struct
import subprocess
import sys
import tempfile

import numpy as np
from nncodec.extensions import deepCABAC
from nncodec.nnc_core.hdsp.hdsp_tool import HDSP_OPTS_OFF


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:8 + length])
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            yield name, np.frombuffer(content[start:end], "<f4").reshape(entry["shape"])


def code(levels, optimisation):
    skipped = np.zeros(levels.shape[0], np.int32)
    coder = deepCABAC.Encoder()
    coder.initCtxModels(11, optimisation)
    coder.encodeLayer(levels, 0, 0, 0, 0, 0, skipped, *HDSP_OPTS_OFF(), 0, 0)
    stream = coder.finish()
    coder = deepCABAC.Decoder()
    coder.setStream(stream)
    coder.initCtxModels(11)
    back = np.zeros_like(levels)
    coder.decodeLayer(back, 0, 0, 0, 0, *HDSP_OPTS_OFF(), 0, 0)
    if not np.array_equal(back, levels):
        sys.exit("nncodec did not bring the levels back")
    return stream.nbytes


winnow, path = sys.argv[1:]
summary = json.loads(subprocess.run([winnow, "inspect", path, "--json"], check=True, capture_output=True).stdout)
ours = {tensor["name"]: tensor["bytes"] for tensor in summary["tensors"]}
with tempfile.TemporaryDirectory() as folder:
    subprocess.run([winnow, "decompress", path, "-o", f"{folder}/model.safetensors"], check=True, capture_output=True)
    tensors = list(read(f"{folder}/model.safetensors"))

totals = [0, 0]
print("| tensor | weights | kept | entropy | winnow | nncodec opt 0 | nncodec opt 1 |")
print("|---|---|---|---|---|---|---|")
for name, weights in tensors:
    if weights.ndim < 2:
        totals = [total + weights.nbytes for total in totals]
        print(f"| {name} | {weights.size:,} | | | {ours[name]:,} | {weights.nbytes:,} | {weights.nbytes:,} |")
        continue
    values = np.unique(weights)
    levels = (np.searchsorted(values, weights) - np.searchsorted(values, 0)).astype(np.int32)
    shares = np.unique(levels, return_counts=True)[1] / levels.size
    entropy = -(shares * np.log2(shares)).sum() * levels.size / 8
    codebook = 4 * np.count_nonzero(values)
    peers = [code(levels, optimisation) + codebook for optimisation in (0, 1)]
    totals = [total + peer for total, peer in zip(totals, peers)]
    print(f"| {name} | {weights.size:,} | {np.count_nonzero(weights):,} | {entropy:,.0f} | {ours[name]:,} "
          f"| {peers[0]:,} | {peers[1]:,} |")
print(f"| whole file | | | | {summary['bytes']:,} | {totals[0]:,} | {totals[1]:,} |")
print(f"| ratio | | | | {summary['originalBytes'] / summary['bytes']:.1f} x "
      f"| {summary['originalBytes'] / totals[0]:.1f} x | {summary['originalBytes'] / totals[1]:.1f} x |")
