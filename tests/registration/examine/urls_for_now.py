from django.urls import include, path

from egnatia.site.urls import *  # noqa
from egnatia.site.urls import urlpatterns as others

urlpatterns = [path("examine/", include("egnatia.registration.examine.urls")), *others]
