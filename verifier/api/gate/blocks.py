"""The block list over HTTP: only people write in it, everything in it ends, and can be appealed against."""

from datetime import UTC
from typing import Any

from flask import url_for

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import LINK
from verifier.api.gate import examples, presenting
from verifier.api.gate.answers import BlockAnswer, BlockListAnswer, BlockPage
from verifier.api.gate.employers import CREATED, EMPLOYER_ID
from verifier.api.gate.employers import ONE as EMPLOYER
from verifier.api.gate.questions import BlockQuestion, BlocksQuestion, EmployerBlockQuestion, WordQuestion
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.domain.account_traits import OWN, Block, TraitKind
from verifier.domain.api_key import Scope
from verifier.domain.errors import BlockOver, Invalid, NotFound
from verifier.usecases.gate import blocks
from verifier.usecases.gate.recording import Word

BLOCK_ID = identifier("block_id", "blk", "Identifier of one of your blocks.")
ONE = "/blocks/<block_id>"

blueprint = KeyedBlueprint(
    "blocks",
    __name__,
    url_prefix="/v1",
    description="What was stopped once does not come back under a new registration.",
)


@blueprint.route("/blocks", scope=Scope.REVIEWS_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(BlockQuestion, example=examples.BLOCK_QUESTION)
@blueprint.response(201, BlockAnswer, description="Listed.", headers=CREATED, example=examples.BLOCK)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES)
def block_value(question: dict[str, Any]) -> tuple[Members, dict[str, str]]:
    """List a value

    Whoever has it, now or later, posts nothing until `until`, and permits in force end. Of the value a mark
    is kept, from which nobody can read it.
    """
    kind, value = TraitKind(question["kind"]), question["value"]
    listed = blocks.block_value(
        context.ports(), context.tenant().id, kind, value, _why(question), by=context.api_key()
    )
    return _as_is(listed)


@blueprint.route(f"{EMPLOYER}/blocks", scope=Scope.REVIEWS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(EmployerBlockQuestion, example=examples.EMPLOYER_BLOCK_QUESTION)
@blueprint.response(
    201,
    BlockListAnswer,
    description="Listed, one block a value; none where nothing of these kinds is known.",
    headers=CREATED,
    example=examples.EMPLOYER_BLOCKS,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound)
def block_employer(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """List what an employer is known by

    Its recruiters' faces, its licence's picture, its phone and more, so that it does not come back under
    another name. The account itself is stopped by `stop`.
    """
    listed = blocks.block_employer(
        context.ports(),
        context.tenant().id,
        employer_id,
        _why(question),
        kinds=question.get("kinds", OWN),
        by=context.api_key(),
    )
    items = [presenting.block(one) for one in listed]
    return {"items": items}, {"Location": url_for("blocks.list_blocks")}


@blueprint.route("/blocks", scope=Scope.EMPLOYERS_READ, methods=["GET"])
@blueprint.arguments(BlocksQuestion, location="query")
@blueprint.response(
    200,
    BlockPage,
    description="One page, newest first.",
    headers={"Link": LINK},
    example=examples.BLOCKS,
)
@blueprint.problems(Invalid)
def list_blocks(question: dict[str, Any]) -> tuple[Members, dict[str, str]]:
    """List your blocks

    Newest first, also those that are over.
    """
    limit = question["limit"]
    page = blocks.list_blocks(
        context.ports(),
        context.tenant().id,
        before=question.get("cursor"),
        limit=limit,
        by=context.api_key(),
    )
    url = page.next and url_for("blocks.list_blocks", cursor=page.next, limit=limit)
    items = [presenting.block(one) for one in page.blocks]
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'} if url else {}


@blueprint.route(ONE, scope=Scope.EMPLOYERS_READ, parameters=[BLOCK_ID], methods=["GET"])
@blueprint.response(200, BlockAnswer, description="The block.", example=examples.BLOCK)
@blueprint.problems(NotFound)
def read_block(block_id: str) -> Members:
    """Read a block

    Why it is there, until when, and whether somebody appealed.
    """
    read = blocks.read_block(context.ports(), context.tenant().id, block_id, by=context.api_key())
    return presenting.block(read)


@blueprint.route(f"{ONE}/appeal", scope=Scope.EMPLOYERS_WRITE, parameters=[BLOCK_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.response(
    201,
    BlockAnswer,
    description="Appealed; the gate asks for a review until a person answers.",
    headers=CREATED,
    example=examples.APPEALED_BLOCK,
)
@blueprint.problems(*FOR_REPEATABLE, Invalid, NotFound, BlockOver)
def appeal_block(block_id: str) -> tuple[Members, dict[str, str]]:
    """Appeal against a block

    For whoever is hit by it. It needs no body. A person answers by lifting or upholding it.
    """
    return _as_is(blocks.appeal_block(context.ports(), context.tenant().id, block_id, by=context.api_key()))


@blueprint.route(f"{ONE}/lifting", scope=Scope.REVIEWS_WRITE, parameters=[BLOCK_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(WordQuestion, example=examples.WORD_QUESTION)
@blueprint.response(201, BlockAnswer, description="Lifted.", headers=CREATED, example=examples.LIFTED_BLOCK)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, BlockOver)
def lift_block(question: dict[str, Any], block_id: str) -> tuple[Members, dict[str, str]]:
    """Lift a block

    A person ends it before its time, and says why. It stays readable.
    """
    word = Word(**question)
    return _as_is(
        blocks.lift_block(context.ports(), context.tenant().id, block_id, word=word, by=context.api_key())
    )


@blueprint.route(f"{ONE}/upholding", scope=Scope.REVIEWS_WRITE, parameters=[BLOCK_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(WordQuestion, example=examples.WORD_QUESTION)
@blueprint.response(201, BlockAnswer, description="Upheld.", headers=CREATED, example=examples.BLOCK)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, BlockOver)
def uphold_block(question: dict[str, Any], block_id: str) -> tuple[Members, dict[str, str]]:
    """Uphold a block

    A person's answer to an appeal: it stays as it was.
    """
    word = Word(**question)
    return _as_is(
        blocks.uphold_block(context.ports(), context.tenant().id, block_id, word=word, by=context.api_key())
    )


def _why(question: dict[str, Any]) -> blocks.Blocking:
    return blocks.Blocking(question["reason"], question["until"].astimezone(UTC), question["reviewer"])


def _as_is(block: Block) -> tuple[Members, dict[str, str]]:
    return presenting.block(block), {"Location": presenting.block_url(block.id)}
