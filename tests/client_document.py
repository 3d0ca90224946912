"""The Python client held against the OpenAPI document: every difference as a sentence."""

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from inspect import Parameter
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from bonafide import Bonafide
from bonafide.answers.enums import OpenEnum
from bonafide.calls import Call, Listing
from bonafide.endpoints import HEADERS, Endpoint, File

Schema = Mapping[str, Any]
SCALARS = {"string": str, "integer": int, "number": float, "boolean": bool}
FORMATS = {"date-time": datetime, "date": date, "binary": File}
BY_WAITING = {"If-None-Match"}  # sent by `wait` of itself
METHODS = ("get", "post", "put", "patch", "delete")


def endpoints() -> dict[tuple[str, str], Endpoint]:
    """What the client has a method for."""
    groups = (
        group
        for group in vars(Bonafide("http://bonafide.test", "key")).values()
        if not isinstance(group, str)
    )
    calls = (
        call for group in groups for call in vars(type(group)).values() if isinstance(call, Call | Listing)
    )
    return {(call.endpoint.method, call.endpoint.path): call.endpoint for call in calls}


def differences(document: Schema) -> list[str]:
    """What the client lacks, has too much, or types otherwise than the document."""
    ours = endpoints()
    theirs = {
        (method.upper(), path): (item[method], item.get("parameters", ()))
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }
    walk = Walk(document["components"]["schemas"])
    found = [f"{' '.join(place)}: only in one of the two" for place in sorted(set(ours) ^ set(theirs))]
    for place in sorted(set(ours) & set(theirs)):
        operation, shared = theirs[place]
        told = [*walk.asked(ours[place], operation, shared), *walk.answered(ours[place], operation)]
        found += [f"{' '.join(place)}: {sentence}" for sentence in told]
    return found


class Walk:
    """Through a document's schemas and the client's types at once."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    def asked(self, endpoint: Endpoint, operation: Schema, shared: Sequence[Schema]) -> Iterator[str]:
        """The parameters and the body."""
        given = {
            item["name"]: item
            for item in (*shared, *operation.get("parameters", ()))
            if item["in"] != "header"
        }
        headers = {item["name"] for item in operation.get("parameters", ()) if item["in"] == "header"}
        if endpoint.method != "GET":
            yield from _unequal(
                "headers",
                headers,
                {HEADERS[name] for name in HEADERS if name in endpoint.signature.parameters},
            )
        elif headers - BY_WAITING:
            yield f"headers {headers}"
        members = {name: (item["schema"], item.get("required", False)) for name, item in given.items()}
        body = operation.get("requestBody")
        if body:
            (content,) = body["content"].values()
            schema = self._resolved(content["schema"])
            required = schema.get("required", ())
            members |= {name: (item, name in required) for name, item in schema.get("properties", {}).items()}
        parameters = {
            name: parameter
            for name, parameter in list(endpoint.signature.parameters.items())[1:]
            if name not in HEADERS
        }
        # A parameter in the path that the document names only once is shared by the methods of that path.
        yield from _unequal("parameters", set(members) | set(endpoint.in_path), set(parameters))
        for name in members.keys() & parameters.keys():
            yield from self._parameter(name, *members[name], parameters[name])

    def answered(self, endpoint: Endpoint, operation: Schema) -> Iterator[str]:
        """The document that it answers with."""
        (success,) = (item for status, item in operation["responses"].items() if status[0] == "2")
        content = success.get("content", {})
        if not content:
            if endpoint.answer is not None:
                yield "nothing is answered"
        elif "application/json" not in content:
            if endpoint.answer is not bytes:
                yield "a file is answered"
        else:
            yield from self.fits(content["application/json"]["schema"], endpoint.answer, "answer")

    def _parameter(self, name: str, schema: Schema, required: bool, parameter: Parameter) -> Iterator[str]:
        bare, optional = _without_none(parameter.annotation)
        if required == optional:
            yield f"{name} is {'' if required else 'not '}required"
        elif optional and parameter.default is not None:
            yield f"{name} is not left out by default"
        yield from self.fits(_not_null(self._resolved(schema))[0], bare, name)

    def fits(self, schema: Schema, kind: Any, where: str, *, may_be_more: bool = False) -> Iterator[str]:
        """Whether values by this schema are values of this type."""
        schema, nullable = _not_null(self._resolved(schema))
        schema = self._resolved(schema)
        kind, optional = _without_none(kind)
        if nullable != optional and not (optional and may_be_more):
            yield f"{where} is {'' if nullable else 'never '}null"
        if "enum" in schema:
            yield from self._enum(schema, kind, where)
        elif schema.get("type") == "array":
            yield from self._array(schema, kind, where)
        elif schema.get("type") == "object":
            yield from self._object(schema, kind, where)
        elif not _is_scalar(schema, kind):
            yield f"{where} is {schema.get('format') or schema.get('type') or 'anything'}, not {kind}"

    def _enum(self, schema: Schema, kind: Any, where: str) -> Iterator[str]:
        words = {word for word in schema["enum"] if word is not None}
        ours = set(get_args(kind)) if get_origin(kind) is Literal else set(_members(kind))
        yield from _unequal(f"words of {where}", words, ours)

    def _array(self, schema: Schema, kind: Any, where: str) -> Iterator[str]:
        items = get_args(kind)
        if get_origin(kind) not in (tuple, Sequence):
            yield f"{where} is an array, not {kind}"
        elif get_origin(kind) is Sequence or items[-1] is Ellipsis:
            yield from self.fits(schema["items"], items[0], f"{where}[]")
        elif not len(items) == schema.get("minItems") == schema.get("maxItems"):
            yield f"{where} has another length"
        else:
            for item in items:
                yield from self.fits(schema["items"], item, f"{where}[]")

    def _object(self, schema: Schema, kind: Any, where: str) -> Iterator[str]:
        if "properties" not in schema and get_origin(kind) is Mapping:
            yield from self.fits(schema["additionalProperties"], get_args(kind)[1], f"{where}{{}}")
        elif not is_dataclass(get_origin(kind) or kind):
            yield f"{where} is an object, not {kind}"
        else:
            properties, ours = schema["properties"], _fields(kind)
            yield from _unequal(where, set(properties), set(ours))
            for name in properties.keys() & ours.keys():
                annotation, has_default = ours[name]
                place = f"{where}.{name}"
                if name not in schema.get("required", ()) and not has_default:
                    yield f"{place} may be absent"
                yield from self.fits(properties[name], annotation, place, may_be_more=has_default)

    def _resolved(self, schema: Schema) -> Schema:
        return self._schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _is_scalar(schema: Schema, kind: Any) -> bool:
    if kind is Any:
        return not schema
    if isinstance(schema.get("type"), list):
        return set(get_args(kind)) == {SCALARS[name] for name in schema["type"]}
    if "format" in schema and schema["format"] in FORMATS:
        return bool(kind == FORMATS[schema["format"]])
    return SCALARS.get(schema.get("type", "")) is kind


def _not_null(schema: Schema) -> tuple[Schema, bool]:
    """The schema of what is not null, and whether null is allowed."""
    if "anyOf" in schema:
        rest = [item for item in schema["anyOf"] if item.get("type") != "null"]
        assert len(rest) == 1, "a union of more than one and null has no type in the client yet"
        return rest[0], len(rest) < len(schema["anyOf"])
    named = schema.get("type")
    if isinstance(named, list) and "null" in named:
        rest = [name for name in named if name != "null"]
        return {**schema, "type": rest[0] if len(rest) == 1 else rest}, True
    return schema, False


def _without_none(kind: Any) -> tuple[Any, bool]:
    if get_origin(kind) not in (Union, types.UnionType) or type(None) not in get_args(kind):
        return kind, False
    return Union[tuple(item for item in get_args(kind) if item is not type(None))], True  # noqa: UP007


def _members(kind: Any) -> list[str]:
    return list(kind) if isinstance(kind, type) and issubclass(kind, OpenEnum) else []


def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """The annotation of each field of a dataclass, and whether it has a default."""
    names = dict(zip(_variables(kind), get_args(kind), strict=True))
    return {
        item.name: (_filled(item.type, names), item.default is not MISSING)
        for item in fields(get_origin(kind) or kind)
    }


def _variables(kind: Any) -> tuple[Any, ...]:
    return getattr(get_origin(kind), "__parameters__", ())


def _filled(annotation: Any, names: Mapping[Any, Any]) -> Any:
    if isinstance(annotation, TypeVar):
        return names[annotation]
    variables = getattr(annotation, "__parameters__", ())
    return annotation[tuple(names[variable] for variable in variables)] if variables else annotation


def _unequal(what: str, theirs: set[str], ours: set[str]) -> Iterator[str]:
    if theirs - ours:
        yield f"{what}: the client lacks {sorted(theirs - ours)}"
    if ours - theirs:
        yield f"{what}: the service has no {sorted(ours - theirs)}"
