"""Alembic runs on the connection that partybuild.schema hands over."""

from typing import Any, Literal

from alembic import context

from partybuild.access.scope import system
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
# A migration may have to move what stands, on nobody's behalf.
with system("数据结构升级"), context.begin_transaction():
    context.run_migrations()
