"""The document says what is there: valid OpenAPI 3.1, every endpoint, every way in, every refusal."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from jsonschema import Draft202012Validator
from rest_framework import serializers

from apps.core.access import PUBLIC, roles_of
from apps.core.actors import Relation, Role, Surface
from apps.core.http.api import Call, Confirmable, Endpoint, entry
from apps.core.http.openapi import document
from apps.core.http.urls import accesses, path
from efincloud.urls import api

DOCUMENT = document()


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for where, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield where, method, operation


@pytest.mark.django_db
def test_anybody_may_read_it() -> None:
    response = Client().get("/api/schema/")
    assert (response.status_code, response.json()) == (200, DOCUMENT)


def test_it_is_openapi_3_1_with_schemas_that_are_json_schema() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    ids = [operation["operationId"] for *_, operation in operations()]
    assert len(ids) == len(set(ids))


def test_every_endpoint_stands_in_it_with_each_of_its_methods() -> None:
    declared = {
        (re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)), access.methods[0].lower())
        for pattern in api.urlpatterns
        for access in accesses(pattern.callback)
        if pattern.name != "schema"
    }
    assert {(where.removeprefix("/api/"), method) for where, method, _ in operations()} == declared


def test_every_refusal_is_a_problem_document() -> None:
    for where, method, operation in operations():
        refusals = {code: answer for code, answer in operation["responses"].items() if code >= "400"}
        assert {"401", "403", "422", "503"} <= set(refusals), (where, method)
        for answer in refusals.values():
            assert list(answer["content"]) == ["application/problem+json"]


def test_a_program_may_do_what_its_role_may_and_no_more() -> None:
    signed = {o["operationId"] for *_, o in operations() if any("signature_key_id" in way for way in o["security"])}
    assert signed == {
        "getPayers", "getBatches", "postBatches", "postBatchImport", "getBatch", "postBatchSubmission",
        "postBatchWithdrawal", "postBatchCancellation", "postBatchRelease", "getRows", "getRow", "putRow", "deleteRow",
        "getEnterpriseAccounts", "getEnterpriseStatement", "getMembers", "putRoster", "getConfirmations",
        "getBatchTax", "postBatchReceipt", "postRowReceipt", "getBatchComparison", "putRowsAmend", "putRowsMerge",
        "postBatchRetry", "getWaiting", "postBatchSupplement", "postRowParking", "getPayrollContract", "getCalendar",
        "getPayrollFees", "getPayrollFee", "getFigures", "postBatchColumns", "getBatchStatus",
        "getBatchTemplate", "postRowsExport", "postRowsSheet", "postBatchReceiptFile", "postRowReceiptFile",
        "postReceiptBundleFile",
    }  # fmt: skip
    for pattern in api.urlpatterns:
        for access in accesses(pattern.callback):
            if access.step_up:
                assert Role.API_CLIENT not in roles_of(access.permission), pattern.name


def test_every_effect_by_post_has_a_key_but_those_whose_answer_is_not_kept() -> None:
    unkeyed = {
        operation["operationId"]
        for _, method, operation in operations()
        if method == "post" and "Idempotency-Key" not in [p["name"] for p in operation.get("parameters", ())]
    }
    assert unkeyed == {
        "postPayslipViewing", "postPayslipReceipt", "postDataCopy",
        "postRowsExport", "postBatchReceiptFile", "postRowReceiptFile", "postReceiptBundleFile", "postVoucherExport",
        "postBatchExport", "postArchiveExport", "postWageProofFile", "postPayslipReceiptFile",  # files
        "postQuotes", "postQuotesSlashed", "postWealthQuotes", "postWealthQuotesSlashed",  # pure arithmetic
    }  # fmt: skip


def test_money_is_a_whole_number_named_fen() -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for field, shape in schema.get("properties", {}).items():
            kinds = {shape.get("type")} if isinstance(shape.get("type"), str) else set(shape.get("type", ()))
            if field.endswith("_fen"):
                assert kinds - {"null"} == {"integer"}, (name, field)
            assert "number" not in kinds, (name, field)


def test_an_endpoint_that_declares_nothing_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="declares no access"):
        type("Bare", (Endpoint,), {"get": lambda self, request: None})
    with pytest.raises(ImproperlyConfigured, match="declares no access"):
        path("v1/x/", Endpoint.as_view(), "x")


def test_step_up_needs_a_body_that_can_carry_it() -> None:
    with pytest.raises(ImproperlyConfigured, match="Confirmable"):
        entry(summary="", permission=PUBLIC, relation=Relation.PUBLIC, step_up="x", takes=serializers.Serializer)
    made = entry(summary="", permission=PUBLIC, relation=Relation.PUBLIC, step_up="x", takes=Confirmable)

    def post(self: Endpoint, call: Call) -> None: ...

    assert made(post).entry.access.surface == Surface.API


def test_every_part_has_a_name_of_its_own() -> None:
    """Two serializers of one name would be one part of the document, which is then true of one of them."""
    places: dict[str, set[str]] = {}
    for parts in _serializers(serializers.Serializer):
        places.setdefault(parts.__name__, set()).add(parts.__module__)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def _serializers(base: type[serializers.BaseSerializer[Any]]) -> Iterator[type[serializers.BaseSerializer[Any]]]:
    for one in base.__subclasses__():
        if ".rest." in one.__module__:
            yield one
        yield from _serializers(one)
