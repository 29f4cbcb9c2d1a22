from chengzhi.kernel.models.access import PersonalDataAccess, Role, RoleGrant
from chengzhi.kernel.models.accounts import Account

__all__ = ["Account", "PersonalDataAccess", "Role", "RoleGrant"]
