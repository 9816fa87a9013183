"""Alembic runs on the connection that partybuild.schema hands over."""

from typing import Any, Literal

from alembic import context

from partybuild.db import EncryptedText, Model


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Migrations never import the application: what is encrypted is text to them."""
    return "sa.Text()" if kind == "type" and isinstance(item, EncryptedText) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
