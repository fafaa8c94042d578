"""The figures of a province as the plain computation of them has it (``tests/province_oracle``)."""

from collections import Counter
from typing import Any

from pso_excel.province import Province
from pso_excel.province.report import figure, province_json


def of_province(province: Province) -> dict[str, Any]:
    """What the product says of a province: most of it out of its JSON."""
    report, main = province_json(province, "th"), province.main
    spread = main.scores if main else None
    systems = main.systems if main else ()
    return {
        "standings": {one["office"]: one["standing"] for one in report["offices"]},
        **{key: report[key] for key in ("expected", "received", "accepted", "provisional")},
        **{key: report[key] for key in ("mean", "mean_of", "median")},
        "on_time": province.sent.on_time,
        "quartiles": [figure(one) for one in (spread.first, spread.median, spread.third)]
        if spread
        else [],
        "groups": {
            one.name: figure(one.scores.mean if one.scores else None)
            for one in (main.groups if main else ())
        },
        "systems": {
            one.code: (
                one.scores.n if one.scores else 0,
                figure(one.scores.mean if one.scores else None),
                one.below,
            )
            for one in systems
        },
        "ranks": {one["office"]: one["rank"] for one in report["offices"] if one["rank"]},
        "colours": dict(
            Counter(action["rag"] for one in report["offices"] for action in one.get("actions", ()))
        ),
    }
