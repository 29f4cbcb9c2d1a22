"""All routes of the API, each under its resource."""

from chengzhi.api.house import house
from chengzhi.api.routes import cases, catalogue, grid, mapping, media, organisation, reports, steps, tokens

API = house()
API.add_router("/token", tokens.router)
API.add_router("/reports", reports.router)
API.add_router("/cases", cases.router)
API.add_router("/cases", steps.router)
API.add_router("/map", mapping.router)
API.add_router("/media", media.router)
API.add_router("/organisation", organisation.router)
API.add_router("/grid", grid.router)
API.add_router("/catalogue", catalogue.router)
