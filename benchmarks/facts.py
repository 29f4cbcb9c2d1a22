"""``python -m benchmarks.facts``: what the load needs to know of a city, printed as JSON; run with its database.

Tokens, people, cases that stand open or closed, places, categories: drawn with a fixed seed, so that every run
asks the same.
"""

import json
import random
from typing import Any

import django

django.setup()

from django.db.models import Max  # noqa: E402  models need the set-up above

from chengzhi.cases.models import Case, Channel  # noqa: E402
from chengzhi.cases.starter.demo import PASSWORD  # noqa: E402
from chengzhi.catalogue.selectors import categories_in_force  # noqa: E402
from chengzhi.kernel.models import Account  # noqa: E402
from chengzhi.organisation.selectors import capacities_of  # noqa: E402
from chengzhi.organisation.services.tokens import sign_in_token  # noqa: E402

SEED = 320613
SAMPLE = 600
DESK, READERS = "shouli1", ("shouli1", "zhiban1", "paiqian1", "bumen1", "jiedao1", "lingdao1")


def gathered() -> dict[str, Any]:
    """Return everything the load is made of."""
    rng = random.Random(SEED)
    opened = list(
        Case.objects.filter(is_open=True).exclude(lon=None).values("number", "lon", "lat", "place")[: 20 * SAMPLE]
    )
    return {
        "password": PASSWORD,
        "readers": READERS,
        "tokens": {name: token_of(name) for name in READERS},
        "open": [one["number"] for one in rng.sample(opened, min(SAMPLE, len(opened)))],
        "closed": _closed(rng),
        "spots": [[one["lon"], one["lat"], one["place"]] for one in rng.sample(opened, min(SAMPLE, len(opened)))],
        "categories": [one.pk for one in categories_in_force()][:60],
        "category_names": [one.name for one in categories_in_force()][:60],
        "channels": {one.code: one.pk for one in Channel.objects.all()},
        "cases": Case.objects.count(),
        "open_cases": Case.objects.filter(is_open=True).count(),
    }


def _closed(rng: random.Random) -> list[str]:
    last = Case.objects.aggregate(last=Max("pk"))["last"]
    drawn = [rng.randrange(1, last) for _each in range(2 * SAMPLE)]
    return list(Case.objects.filter(pk__in=drawn, state="closed").values_list("number", flat=True)[:SAMPLE])


def token_of(username: str) -> str:
    """Return the secret of a token for everything its holder may do; it is good for an hour."""
    (capacity, *_others) = capacities_of(Account.objects.get(username=username))
    return sign_in_token(capacity=capacity).secret


if __name__ == "__main__":
    print(json.dumps(gathered(), ensure_ascii=False))
