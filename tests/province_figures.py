"""The figures of a province as the plain computation of them has it (``tests/province_oracle``)."""

from collections import Counter
from typing import Any

from pso_excel import Province
from pso_excel.province.report import figure, province_json


def of_province(province: Province) -> dict[str, Any]:
    """What the product says of a province: most of it out of its JSON."""
    report, main = province_json(province, "th"), province.main
    spread = main.scores if main else None
    systems = main.systems if main else ()
    return {
        "standings": {item["office"]: item["standing"] for item in report["offices"]},
        **{key: report[key] for key in ("expected", "received", "accepted", "provisional")},
        **{key: report[key] for key in ("mean", "mean_of", "median")},
        "on_time": province.sent.on_time,
        "quartiles": [figure(share) for share in (spread.first, spread.median, spread.third)]
        if spread
        else [],
        "groups": {
            group_spread.name: figure(group_spread.scores.mean if group_spread.scores else None)
            for group_spread in (main.groups if main else ())
        },
        "systems": {
            spread.code: (
                spread.scores.n if spread.scores else 0,
                figure(spread.scores.mean if spread.scores else None),
                spread.below,
            )
            for spread in systems
        },
        "ranks": {item["office"]: item["rank"] for item in report["offices"] if item["rank"]},
        "colours": dict(
            Counter(
                action["rag"] for item in report["offices"] for action in item.get("actions", ())
            )
        ),
    }
