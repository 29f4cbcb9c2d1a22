from django.urls import URLPattern, URLResolver, path

from chengzhi.console.exports.giving import export_view
from chengzhi.console.registers.organisation import accounts, audit, book_sheets, people, sheets, sign_ins, units

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/units/", units.units, name="units"),
    path("registers/units/export/", export_view(sheets.UNITS), name="units_export"),
    path("registers/units/<int:pk>/", units.unit, name="unit"),
    path("registers/units/<int:pk>/act/<str:name>/", units.unit_act, name="unit_act"),
    path("registers/territories/", units.territories, name="territories"),
    path("registers/territories/export/", export_view(sheets.TERRITORIES), name="territories_export"),
    path("registers/people/", people.people, name="people"),
    path("registers/people/export/", export_view(sheets.PEOPLE), name="people_export"),
    path("registers/people/new/", people.person_register, name="person_register"),
    path("registers/people/<int:pk>/", people.person, name="person"),
    path("registers/people/<int:pk>/act/<str:name>/", people.person_act, name="person_act"),
    path("registers/posts/", people.posts, name="posts"),
    path("registers/posts/export/", export_view(sheets.POSTS), name="posts_export"),
    path("registers/posts/<int:pk>/", people.post, name="post"),
    path("registers/posts/<int:pk>/act/<str:name>/", people.post_act, name="post_act"),
    path("registers/accounts/", accounts.accounts, name="accounts"),
    path("registers/accounts/export/", export_view(book_sheets.ACCOUNTS), name="accounts_export"),
    path("registers/accounts/<int:pk>/", accounts.account, name="account"),
    path("registers/accounts/<int:pk>/act/<str:name>/", accounts.account_act, name="account_act"),
    path("registers/accounts/open/<int:person_id>/", accounts.account_open, name="account_open"),
    path("registers/roles/", accounts.roles, name="roles"),
    path("registers/roles/export/", export_view(book_sheets.ROLES), name="roles_export"),
    path("registers/roles/<str:code>/", accounts.role, name="role"),
    path("registers/roles/<str:code>/act/<str:name>/", accounts.role_act, name="role_act"),
    path("registers/acts/", audit.acts, name="acts"),
    path("registers/acts/export/", export_view(book_sheets.ACTS), name="acts_export"),
    path("registers/personal-access/", audit.personal_access, name="personal_access"),
    path("registers/personal-access/export/", export_view(book_sheets.LOOKS), name="personal_access_export"),
    path("registers/sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("registers/sign-ins/export/", export_view(book_sheets.SIGN_INS), name="sign_ins_export"),
]
