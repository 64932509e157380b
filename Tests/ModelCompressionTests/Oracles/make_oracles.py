"""Values for ModelCompressionTests, computed in other frameworks.

Run with numpy, scipy, scikit-learn and torch (CPU):  python make_oracles.py > oracles.json
Numbers that Swift reads as Float are rounded to float32 first, so that both sides begin with the same bits.
"""

import itertools
import json
import sys

import numpy as np
import scipy
import sklearn
import torch
import torch.nn.functional as F
from scipy.special import rel_entr, softmax
from sklearn.cluster import KMeans

rng = np.random.default_rng(20240517)
torch.set_default_dtype(torch.float64)


def f32(values):
    return np.asarray(values, dtype=np.float32)


def flat(values):
    return [float(v) for v in np.asarray(values).ravel()]


def distillation():
    cases = []
    for temperature, hard_share in [(1.0, 0.0), (4.0, 0.1), (20.0, 0.5), (2.5, 1.0)]:
        n, classes = 6, 10
        teacher = f32(rng.normal(0, 4, (n, classes)))
        student = torch.tensor(f32(rng.normal(0, 4, (n, classes))).astype(np.float64), requires_grad=True)
        labels = rng.integers(0, classes, n)
        # The targets are stored as float32, as they are in Swift.
        p = torch.tensor(f32(softmax(teacher.astype(np.float64) / temperature, axis=1)).astype(np.float64))
        soft = F.kl_div(F.log_softmax(student / temperature, dim=1), p, reduction="sum") * temperature**2
        hard = F.cross_entropy(student, torch.tensor(labels), reduction="sum")
        loss = hard_share * hard + (1 - hard_share) * soft
        loss.backward()
        cases.append(
            dict(
                temperature=temperature, hardShare=hard_share, classes=classes, labels=[int(v) for v in labels],
                teacherLogits=flat(teacher), targets=flat(p), studentLogits=flat(student.detach()),
                loss=float(loss.detach()), gradient=flat(student.grad),
            )
        )
    return cases


def kmeans():
    cases = []
    for levels, start in [(2, "linear"), (8, "linear"), (16, "density"), (5, "density")]:
        weights = f32(rng.normal(0, 0.05, 800))
        weights = weights[np.abs(weights) < 0.12]  # no empty clusters: peers put them elsewhere
        if start == "linear":
            centroids = np.linspace(weights.min(), weights.max(), levels)
        else:
            ordered = np.sort(weights)
            centroids = ordered[[(2 * k + 1) * len(ordered) // (2 * levels) for k in range(levels)]]
        centroids = f32(centroids)
        model = KMeans(levels, init=centroids.reshape(-1, 1).astype(np.float64), n_init=1, max_iter=3000, tol=0, algorithm="lloyd")
        model.fit(weights.reshape(-1, 1).astype(np.float64))
        cases.append(
            dict(
                levels=levels, start=start, weights=flat(weights), centroids=sorted(flat(model.cluster_centers_)),
                meanSquaredError=float(model.inertia_ / len(weights)),
            )
        )
    return cases


def network():
    """A 5-6-3 network of rectifiers: the Hessian's diagonal by automatic differentiation, Wanda's scores by numpy."""
    widths = [5, 6, 3]
    params = {}
    for i, (a, b) in enumerate(zip(widths, widths[1:]), 1):
        params[f"fc{i}.weight"] = torch.tensor(f32(rng.normal(0, 0.7, (b, a))).astype(np.float64))
        params[f"fc{i}.bias"] = torch.tensor(f32(rng.normal(0, 0.2, b)).astype(np.float64))
    x = torch.tensor(f32(rng.normal(0, 1, (12, 5))).astype(np.float64))
    y = torch.tensor(rng.integers(0, 3, 12))

    def forward(p):
        h = torch.relu(x @ p["fc1.weight"].T + p["fc1.bias"])
        return h @ p["fc2.weight"].T + p["fc2.bias"]

    def mean_loss(p):
        return F.cross_entropy(forward(p), y)

    result = dict(inputs=flat(x), labels=[int(v) for v in y])
    hidden = torch.relu(x @ params["fc1.weight"].T + params["fc1.bias"])
    for name, source in [("fc1.weight", x), ("fc2.weight", hidden)]:
        w = params[name]
        rest = {k: v for k, v in params.items() if k != name}
        hessian = torch.autograd.functional.hessian(lambda v: mean_loss({**rest, name: v.reshape(w.shape)}), w.reshape(-1))
        gradient = torch.autograd.functional.jacobian(lambda v: mean_loss({**rest, name: v.reshape(w.shape)}), w.reshape(-1))
        squares = torch.zeros(w.numel())
        for i in range(len(x)):
            def one(v, i=i):
                return F.cross_entropy(forward({**rest, name: v.reshape(w.shape)})[i : i + 1], y[i : i + 1])
            squares += (torch.autograd.functional.jacobian(one, w.reshape(-1)) * w.reshape(-1)) ** 2
        result[name] = dict(
            hessianDiagonal=flat(torch.diagonal(hessian)),
            optimalBrainDamage=flat(0.5 * torch.diagonal(hessian) * w.reshape(-1) ** 2),
            gradientTimesWeight=flat((gradient * w.reshape(-1)).abs()),
            taylor=flat(squares / len(x)),
            wanda=flat(w.abs().numpy() * np.linalg.norm(source.numpy(), axis=0)),
        )
    result["parameters"] = {k: flat(v) for k, v in params.items()}
    return result


def quantization():
    cases = []
    for bits in range(2, 9):
        weights = f32(rng.normal(0.3, 1, 200))
        low, high = min(float(weights.min()), 0.0), max(float(weights.max()), 0.0)
        scale = float(np.float32((high - low) / (2**bits - 1)))
        zero = int(np.clip(round(-low / scale), 0, 2**bits - 1))
        values = torch.fake_quantize_per_tensor_affine(torch.tensor(weights), scale, zero, 0, 2**bits - 1)
        cases.append(dict(bits=bits, weights=flat(weights), dequantized=flat(values)))
    return cases


def rademacher():
    """Every choice of signs, so that the expectation is exact."""
    x = f32(rng.normal(0, 1, (10, 4))).astype(np.float64)
    norms = [np.linalg.norm(np.array(signs) @ x) for signs in itertools.product([-1, 1], repeat=10)]
    return dict(inputs=flat(x), width=4, normBound=2.5, complexity=float(2.5 * np.mean(norms) / 10))


def darkKnowledge():
    p = f32(softmax(rng.normal(0, 2, (40, 5)), axis=1)).astype(np.float64)
    p /= p.sum(axis=1, keepdims=True)
    labels = rng.integers(0, 5, 40)
    mean = p.mean(axis=0)
    return dict(
        classes=5, labels=[int(v) for v in labels], probabilities=flat(f32(p)),
        meanEntropy=float(np.mean([scipy.stats.entropy(row, base=2) for row in p])),
        mutualInformation=float(np.mean([rel_entr(row, mean).sum() for row in p]) / np.log(2)),
        wrongClassShare=float(np.mean([1 - p[i, l] for i, l in enumerate(labels)])),
    )


def masks():
    """Stable argsort of magnitudes: equal ones in order of index."""
    cases = []
    for n, pruned in [(40, 13), (200, 180), (64, 32)]:
        weights = f32(np.round(rng.normal(0, 2, n)) / 2)
        order = np.argsort(np.abs(weights), kind="stable")
        keep = np.ones(n, dtype=bool)
        keep[order[:pruned]] = False
        cases.append(dict(weights=flat(weights), pruned=pruned, kept=[int(i) for i in np.nonzero(keep)[0]]))
    return cases


json.dump(
    dict(
        madeWith=f"numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}, torch {torch.__version__}",
        distillation=distillation(), kMeans=kmeans(), network=network(), quantization=quantization(),
        rademacher=rademacher(), darkKnowledge=darkKnowledge(), masks=masks(),
    ),
    sys.stdout,
    sort_keys=True,
)
