"""The last mails as they were sent, for admins."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cohorts.api.requests import admin
from cohorts.api.scopes import Scopes
from cohorts.models import Scope
from feedback import emails

LISTED_MAX = 50


class MailSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    to = serializers.CharField()
    subject = serializers.CharField(allow_blank=True)
    written_at = serializers.DateTimeField()


class MailDetailSerializer(MailSerializer):
    text = serializers.CharField(allow_blank=True)
    html = serializers.CharField(allow_blank=True)


class MailListView(APIView):
    scopes: Scopes = {"get": (Scope.ADMIN,)}

    @extend_schema(operation_id="mails_list", responses=MailSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The last 50 that were written to files here, the newest first: none where mails leave by SMTP. For admins."""
        admin(request)
        return Response(MailSerializer(emails.last_mails(LISTED_MAX), many=True).data)


class MailView(APIView):
    scopes: Scopes = {"get": (Scope.ADMIN,)}

    @extend_schema(operation_id="mails_retrieve", responses=MailDetailSerializer)
    def get(self, request: Request, key: str) -> Response:
        """One of them, with its text and its HTML. For admins."""
        admin(request)
        found = emails.stored_mail(key)
        if found is None:
            raise Http404
        return Response(MailDetailSerializer(found).data)
