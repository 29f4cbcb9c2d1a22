from django.urls import URLPattern, URLResolver, path

from chengzhi.console.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("capacity/", views.capacity, name="capacity"),
    path("capacity/switch/", views.capacity_switch, name="capacity_switch"),
    path("me/", views.profile, name="profile"),
]
