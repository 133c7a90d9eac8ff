"""What admins keep about people, cohorts and drafts. `feedback.admin` adds what is said about drafts."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from cohorts.admin import drafts, people, tokens
from cohorts.admin.cohorts import CohortAdmin, EnrolmentAdmin
from cohorts.admin.drafts import IntroAdmin
from cohorts.admin.rights import ReadOnlyAdmin, StaffAdmin

admin.site.site_header = _("coachhub admin")
admin.site.site_title = _("coachhub admin")
admin.site.index_title = _("Run cohorts")
admin.site.site_url = "/cohorts/"  # the start page leads an admin back here
admin.site.enable_nav_sidebar = False  # the lists need the room
admin.site.unregister(Group)  # rights come from profiles and from `is_staff`, never from groups

__all__ = ["CohortAdmin", "EnrolmentAdmin", "IntroAdmin", "ReadOnlyAdmin", "StaffAdmin", "drafts", "people", "tokens"]
