"""The demo district: Chongchuan after its reform of 2017-2018 and the merger of 2020, with invented people.

Loaded straight into the register in one go, history included; a city of its own begins with the services instead.
"""

from chengzhi.organisation.demo.loader import DemoOrganisation, SignIn, demo_sign_ins, load_demo_organisation
from chengzhi.organisation.demo.table import TRADES, Street

__all__ = [
    "TRADES",
    "DemoOrganisation",
    "SignIn",
    "Street",
    "demo_sign_ins",
    "load_demo_organisation",
]
