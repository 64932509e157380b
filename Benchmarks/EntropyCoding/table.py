#!/usr/bin/env python3
"""Reads the lines of `measure` and `peers.py` from standard input and prints a table a stream, with ratios."""
import json
import sys

rows = [json.loads(line) for line in sys.stdin]
PEER = {"Huffman": "zipnn huffman", "rANS": "constriction AnsCoder", "range": "constriction RangeEncoder",
        "weights": "nncodec DeepCABAC opt 1"}

for stream in dict.fromkeys(row["stream"] for row in rows):
    coders = {row["coder"]: row for row in rows if row["stream"] == stream}
    bound = coders.pop("entropy")
    symbols = bound["symbols"]
    print(f"{stream}: {symbols:,} symbols, order-0 entropy {8 * bound['bytes'] / symbols:.4f} bits, "
          f"{bound['bytes']:,} bytes\n")
    print("| coder | bytes | bits/symbol | of entropy | encode MB/s | decode MB/s | against | size | encode | decode |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, row in coders.items():
        speed = [symbols / row[way] / 1e6 for way in ("encode", "decode")]
        line = [name, f"{row['bytes']:,}", f"{8 * row['bytes'] / symbols:.4f}", f"{row['bytes'] / bound['bytes']:.4f}",
                f"{speed[0]:.1f}", f"{speed[1]:.1f}"]
        peer = coders.get(PEER.get(name))
        if peer:
            line += [peer["coder"], f"{row['bytes'] / peer['bytes']:.4f}", f"{peer['encode'] / row['encode']:.2f} x",
                     f"{peer['decode'] / row['decode']:.2f} x"]
        else:
            line += [""] * 4
        print("| " + " | ".join(line) + " |")
    print()
