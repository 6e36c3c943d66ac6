"""Every address of a node: each package's own, and the few that need several of them."""

from django.urls import include, path
from django.views.i18n import set_language

from egnatia.site.packages import modules
from egnatia.site.views import first_screen, metrics, this_week

urlpatterns = [
    path("", first_screen.first_screen, name="first_screen"),
    path("this-week/", this_week.this_week_page, name="this_week"),
    path("tour/", first_screen.take_tour, name="tour"),
    path("metrics", metrics.metrics, name="metrics"),
    path("language/", set_language, name="set_language"),
    path("api/", include("egnatia.site.api_urls")),
    *(path("", include(module)) for module in modules("urls") if module.__name__ != __name__),
]
handler400 = "egnatia.ui.views.bad_request"
handler403 = "egnatia.ui.views.forbidden"
handler404 = "egnatia.ui.views.not_found"
handler500 = "egnatia.ui.views.server_error"
