from django.urls import URLPattern, URLResolver, path

from chengzhi.console.settings import calendar, channels, limits, rules, schedules, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", views.home, name="settings_home"),
    path("settings/channels/", channels.channels, name="channels"),
    path("settings/channels/<str:key>/act/<str:name>/", channels.channel_act, name="channel_act"),
    path("settings/rules/", rules.rules, name="rules"),
    path("settings/rules/<str:key>/act/<str:name>/", rules.rule_act, name="rule_act"),
    path("settings/limits/", limits.limits, name="limits"),
    path("settings/limits/<str:key>/act/<str:name>/", limits.limit_act, name="limit_act"),
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("settings/calendar/<str:key>/act/<str:name>/", calendar.calendar_day_act, name="calendar_day_act"),
    path("settings/calendar/year/<int:key>/<str:name>/", calendar.calendar_year_act, name="calendar_year_act"),
    path("settings/schedules/", schedules.schedules, name="schedules"),
    path("settings/schedules/<str:key>/act/<str:name>/", schedules.schedule_act, name="schedule_act"),
    path("settings/schedules/span/<int:key>/<str:name>/", schedules.span_act, name="span_act"),
]
