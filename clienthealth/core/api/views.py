"""The views of a resource: its list, one of them, one by the id another system gave it."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienthealth.core.api import limits, paging
from clienthealth.core.api.etags import etag_of, is_known, require_match
from clienthealth.core.api.fields import wanted
from clienthealth.core.api.idempotency import once
from clienthealth.core.api.problems import Problem
from clienthealth.core.api.resources import Resource
from clienthealth.core.rows import CREATED, Outcome, Row
from clienthealth.core.scopes import Area

HAND = "hand"  # the source of records that were made here


class ApiView(APIView):
    """Nothing of an answer is kept by anybody in between; the limit is told in every one."""

    area: ClassVar[Area | None] = None
    rate: tuple[int, int, int] | None = None

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        found = super().finalize_response(request, response, *args, **kwargs)
        limits.tell(found, self.rate)
        patch_cache_control(found, private=True, no_cache=True)
        patch_vary_headers(found, ("Authorization", "Cookie"))
        return found

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return self.http_method_not_allowed(request, *args, **kwargs)

    def known_parameters(self, request: Request, names: set[str]) -> None:
        """Refuse what is unknown: a misspelt filter would otherwise give everything."""
        for name in request.query_params:
            if name not in names:
                raise paging.wrong(name, _("There is no such parameter here."))


class ResourceView(ApiView):
    resource: Resource = None  # type: ignore[assignment]  # given by as_view()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.area = self.resource.area  # type: ignore[misc]
        # Past versions keep where they came from for ever; an id of another system may be a name or an address.
        pghistory.context(url=f"/api/v1/{self.resource.name}")
        super().initial(request, *args, **kwargs)

    def rows(self, request: Request) -> QuerySet[Any]:
        return self.resource.rows(request.user)

    def show(self, record: Any) -> dict[str, Any]:
        return dict(self.resource.serializer(record).data)

    def show_wanted(self, request: Request, shown: dict[str, Any]) -> dict[str, Any]:
        names = wanted(request.query_params.get("fields"), self.resource.serializer().fields)
        return shown if names is None else {name: shown[name] for name in names}

    def answer(self, request: Request, record: Any, status: int = 200) -> Response:
        """One record with its version."""
        shown = self.show(record)
        response = Response(self.show_wanted(request, shown), status=status)
        response["ETag"] = etag_of(shown)
        return response

    def read(self, request: Request, record: Any) -> Response:
        response = self.answer(request, record)
        return (
            Response(status=304, headers={"ETag": response["ETag"]})
            if is_known(request, response["ETag"])
            else response
        )

    def expected(self, request: Request) -> Any:
        """What the action calls with the record under its lock: If-Match is compared then, not before."""

        def expect(record: Any | None) -> None:
            require_match(request, etag_of(self.show(record)) if record is not None else None)

        return expect

    def write(self, request: Request, source: str, row: Row) -> Outcome:
        """One row through the action; a refusal is a problem of the whole request."""
        assert self.resource.upsert is not None
        (outcome,) = self.resource.upsert(by=request.user, source=source, rows=[row], expect=self.expected(request))
        match outcome.word:
            case "":
                return outcome
            case "not-found":
                raise NotFound
            case "forbidden":
                raise Problem(403, "forbidden", " ".join(outcome.errors.values()))
        errors = [{"pointer": pointer(name), "detail": said} for name, said in outcome.errors.items()]
        raise Problem(422, "invalid", _("Some of this cannot be taken."), errors=errors)

    def values(self, request: Request) -> dict[str, Any]:
        """The body, each field checked by itself."""
        serializer = self.resource.serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


def pointer(name: str, row: str = "") -> str:
    """To a field, in a row of the body or in the body itself."""
    return f"{row}/{name}" if name else row


class ListView(ResourceView):
    """GET: a page of them, filtered."""

    def get(self, request: Request) -> Response:
        filters = self.resource.filters(request.query_params, queryset=self.rows(request), request=request)
        self.known_parameters(request, {*filters.filters, *paging.NAMES, "fields"})
        if not filters.is_valid():
            errors = [
                {"parameter": name, "detail": str(each)} for name, told in filters.errors.items() for each in told
            ]
            raise Problem(400, "bad-parameter", _("Something in the address makes no sense."), errors=errors)
        serializer = self.resource.serializer()
        names = wanted(request.query_params.get("fields"), serializer.fields)
        if names is not None:
            serializer.only(names)
        page = paging.page_of(request, filters.qs)
        return Response(page.body([serializer.to_representation(row) for row in page.rows]))


class OneView(ResourceView):
    """GET and PATCH by our own id."""

    def get(self, request: Request, pk: int) -> Response:
        self.known_parameters(request, {"fields"})
        return self.read(request, self._find(request, pk))

    @once
    def patch(self, request: Request, pk: int) -> Response:
        self.known_parameters(request, {"fields"})
        record, values = self._find(request, pk), self.values(request)
        self.write(request, record.source, Row(record.external_id, values))
        return self.answer(request, self._find(request, pk))

    def _find(self, request: Request, pk: int) -> Any:
        record = self.rows(request).filter(pk=pk).first()
        if record is None:
            raise NotFound
        return record


class ReadOnlyOneView(OneView):
    http_method_names = ["get", "head", "options"]


class UpsertView(ResourceView):
    """GET and PUT by the id that another system gave: made where there is none, changed where it differs."""

    def get(self, request: Request, source: str, external_id: str) -> Response:
        self.known_parameters(request, {"fields"})
        record = self._find(request, source, clean_id(external_id))
        if record is None:
            raise NotFound
        return self.read(request, record)

    @once
    def put(self, request: Request, source: str, external_id: str) -> Response:
        self.known_parameters(request, {"fields"})
        refuse_own(source)
        outcome = self.write(request, source, Row(clean_id(external_id), self.values(request)))
        record = self.rows(request).get(pk=outcome.id)
        return self.answer(request, record, 201 if outcome.status == CREATED else 200)

    def _find(self, request: Request, source: str, external_id: str) -> Any:
        return self.rows(request).filter(source=source, external_id=external_id).first()


def clean_id(text: str) -> str:
    if "\0" in text or len(text) > 255:
        raise NotFound
    return text


def refuse_own(source: str) -> None:
    if source == HAND:
        said = _("“hand” is what we call records made here. Change those by their own id.")
        raise Problem(422, "invalid", said, errors=[{"parameter": "source", "detail": said}])


class Unknown(ApiView):
    """Whatever else is asked for under /api/."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = []
    schema = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.get = self.post = self.put = self.patch = self.delete = self.options = self._nothing  # type: ignore[method-assign]
        return super().dispatch(request, *args, **kwargs)

    def _nothing(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise NotFound
