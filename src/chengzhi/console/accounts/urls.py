from django.urls import URLPattern, URLResolver, path

from chengzhi.console.accounts import tokens, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("capacity/", views.capacity, name="capacity"),
    path("capacity/switch/", views.capacity_switch, name="capacity_switch"),
    path("me/", views.profile, name="profile"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/all/", tokens.tokens_all, name="tokens_all"),
    path("me/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]
