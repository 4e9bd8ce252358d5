"""Other exact explainers on the same booster, where they are installed and can treat it.

Neither is in our lock: `pip install xgboost woodelf_explainer` beside it brings them. What is
not there or cannot be done is left out and told with its reason.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Callable, Iterator
from typing import Any

import lightgbm as lgb
import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["RIVALS", "Job", "rival_jobs"]

RIVALS = ("xgboost", "woodelf")
Values = npt.NDArray[np.float32]
Job = tuple[Callable[[], npt.NDArray[Any]], Values]

XGBOOST_ROWS = 1024
WOODELF_ROWS = 20_000  # it is made for many at once


def rival_jobs(booster: lgb.Booster, coded: bool, rows: Callable[[int], Values]) -> (
    tuple[dict[str, Job], dict[str, str]]
):  # fmt: skip
    """Per rival what explains as many of `rows` as suit it, and those; else why not."""
    jobs: dict[str, Job] = {}
    refused: dict[str, str] = {}
    for name in RIVALS:
        if importlib.util.find_spec(name) is None:
            refused[name] = "not installed"
        elif coded:
            refused[name] = "categorical splits are not carried over to it"
        else:
            made = _xgboost if name == "xgboost" else _woodelf
            jobs[name] = made(booster, rows)
    return jobs, refused


def _xgboost(booster: lgb.Booster, rows: Callable[[int], Values]) -> Job:
    xgboost: Any = importlib.import_module("xgboost")
    values = rows(XGBOOST_ROWS)
    model = xgboost.Booster({"nthread": 1})
    model.load_model(bytearray(json.dumps(_as_xgboost(booster)), "utf-8"))
    held = xgboost.DMatrix(values, nthread=1)
    return lambda: model.predict(held, pred_contribs=True)[:, :-1], values


def _woodelf(booster: lgb.Booster, rows: Callable[[int], Values]) -> Job:
    woodelf: Any = importlib.import_module("woodelf")
    values = rows(WOODELF_ROWS)
    frame = pd.DataFrame(values, columns=booster.feature_name())
    explainer = woodelf.WoodelfExplainer(booster, feature_perturbation="tree_path_dependent")
    return lambda: np.asarray(explainer.shap_values(frame, verbose=False)), values


def _as_xgboost(booster: lgb.Booster) -> dict[str, Any]:
    """The same trees in XGBoost's JSON: it goes left below a threshold, LightGBM at or below.

    Rows are 32-bit, so the next 32-bit number above a threshold asks the same question. Cover,
    XGBoost's `sum_hessian`, is the count of rows that LightGBM's contributions weigh by.
    """
    told = booster.dump_model()
    trees = [_tree(number, one) for number, one in enumerate(told["tree_info"])]
    features = str(booster.num_feature())
    return {
        "version": [2, 0, 0],
        "learner": {
            "attributes": {},
            "feature_names": [],
            "feature_types": [],
            "gradient_booster": {
                "name": "gbtree",
                "model": {
                    "gbtree_model_param": {
                        "num_trees": str(len(trees)),
                        "num_parallel_tree": "1",
                    },
                    "trees": trees,
                    "tree_info": [0] * len(trees),
                    "iteration_indptr": list(range(len(trees) + 1)),
                },
            },
            "learner_model_param": {
                "base_score": "0",
                "boost_from_average": "0",
                "num_class": "0",
                "num_feature": features,
                "num_target": "1",
            },
            "objective": {"name": "reg:squarederror", "reg_loss_param": {}},
        },
    }


def _tree(number: int, told: dict[str, Any]) -> dict[str, Any]:
    nodes = list(_nodes(told["tree_structure"]))
    size, place = len(nodes), {id(node): at for at, (node, _) in enumerate(nodes)}
    inner = ["left_child" in node for node, _ in nodes]
    values = [
        node["internal_value"] if split else node["leaf_value"]
        for (node, _), split in zip(nodes, inner, strict=True)
    ]
    counts = [
        node["internal_count"] if split else node.get("leaf_count", 1)
        for (node, _), split in zip(nodes, inner, strict=True)
    ]
    return {
        "id": number,
        "tree_param": {
            "num_deleted": "0",
            "num_feature": "0",
            "num_nodes": str(size),
            "size_leaf_vector": "1",
        },
        "left_children": [
            place[id(n["left_child"])] if s else -1
            for (n, _), s in zip(nodes, inner, strict=True)
        ],
        "right_children": [
            place[id(n["right_child"])] if s else -1
            for (n, _), s in zip(nodes, inner, strict=True)
        ],
        "parents": [2**31 - 1 if above is None else place[id(above)] for _, above in nodes],
        "split_indices": [
            n["split_feature"] if s else 0 for (n, _), s in zip(nodes, inner, strict=True)
        ],
        "split_conditions": [
            _above(n["threshold"]) if s else n["leaf_value"]
            for (n, _), s in zip(nodes, inner, strict=True)
        ],
        "default_left": [
            int(_missing_left(n)) if s else 0 for (n, _), s in zip(nodes, inner, strict=True)
        ],
        "base_weights": values,
        "loss_changes": [0.0] * size,
        "sum_hessian": [float(one) for one in counts],
        "split_type": [0] * size,
        "categories": [],
        "categories_nodes": [],
        "categories_segments": [],
        "categories_sizes": [],
    }


def _nodes(root: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Every node with the one above, nodes above first."""
    left: list[tuple[dict[str, Any], dict[str, Any] | None]] = [(root, None)]
    for node, above in left:
        yield node, above
        left.extend((node[s], node) for s in ("left_child", "right_child") if s in node)


def _above(threshold: float) -> float:
    """The least 32-bit number that is not at or below `threshold`."""
    with np.errstate(over="ignore"):
        near = np.float32(threshold)
    if float(near) > threshold:
        return float(near)
    return float(np.nextafter(near, np.float32(np.inf)))


def _missing_left(node: dict[str, Any]) -> bool:
    """Without missing values of its own, LightGBM takes a missing one for nought."""
    if node["missing_type"] == "None":
        return bool(node["threshold"] >= 0)
    return bool(node["default_left"])
