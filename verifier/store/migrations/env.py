"""Alembic's entry: runs the versions over the connection that `verifier.store.migration` opened."""

from alembic import context

from verifier.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
