"""The command that sends the mails that wait, beside servers or alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import anyio
import click

from engine.cli import load
from engine.spec import Portal
from engine.store import Stores
from engine.store.people import OutboxState
from engine.store.sqlite import DATABASE

from .assembly import outbox_settings_of
from .mail import Sender
from .options import read_options
from .outbox.delivery import Delivered, deliver_due
from .outbox.parts import carrier_of, ready_by
from .outbox.settings import OutboxSettings
from .outbox.worker import deliver_once, run_worker
from .serve import NO_KEY, base_url_name, base_url_option, language_option, log_requests, opened, procedures_option
from .web.settings import SettingsError, settings_for
from .web.site import utc_now

Deliver = Callable[[], Awaitable[Delivered]]


@click.command("worker")
@procedures_option
@click.option(
    "--var",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var"),
    show_default=True,
    help="Where mails wait: the folder a server keeps.",
)
@click.option("--once", is_flag=True, help="Send what is due, say how many, and end.")
@click.option("--dev", "mode", flag_value="dev", help="Development: without a mail server, mails go into a folder.")
@click.option(
    "--development-key",
    "mode",
    flag_value="development-key",
    help="Without --dev: accept the key kept beside the data.",
)
@base_url_option
@language_option
def worker_command(
    *, procedures: Path, var: Path, once: bool, mode: str | None, base_url: str | None, language: str
) -> None:
    """Send the mails that wait. Several may run at once, and servers beside them."""
    portal = load(procedures, language).catalogue.portal
    if portal is None:
        raise click.ClickException(f"{procedures} : il manque portail.yaml, qui dit de qui viennent les courriels")
    try:
        options = read_options(os.environ)
        # It listens nowhere: a site whose address is not said is reached on this machine.
        reached = settings_for(base_url, host="127.0.0.1", port=8000, dev=mode == "dev", named=base_url_name())
        settings = outbox_settings_of(options, reached.base_url, var, dev=reached.dev)
    except SettingsError as fault:
        raise click.ClickException(str(fault)) from None
    if mode is None:
        raise click.ClickException(NO_KEY)
    work(portal, var, settings, once=once)


def work(portal: Portal, var: Path, settings: OutboxSettings, *, once: bool) -> None:
    """Opens the stores and sends until it is told to stop, or once. Creates nothing: a wrong `var` would stay empty."""
    if not (var / DATABASE).exists():
        raise click.ClickException(f"{var} : rien n'y est gardé ; c'est parcours serve qui commence")
    stores, sealer = opened(var)
    ready = ready_by(sealer, Sender(portal.sender, settings.sender))
    carrier = carrier_of(settings, clock=utc_now)
    deliver = partial(deliver_due, stores.outbox, ready, carrier, now=utc_now)
    log_requests()
    try:
        if once:
            send_once(stores, deliver)
        else:
            anyio.run(until_told, deliver)
    finally:
        stores.close()


def send_once(stores: Stores, deliver: Deliver) -> None:
    """One pass, and a line that sums it up. Raises `click.ClickException` when the store gave nothing."""
    delivered = anyio.run(deliver_once, deliver)
    if delivered is None:
        raise click.ClickException("les courriels ne peuvent pas être lus pour l'instant (voir le journal)")
    click.echo(summary(delivered, stores.outbox.state()))


def summary(delivered: Delivered, state: OutboxState) -> str:
    """What a pass did and left, in one line of counts."""
    done = f"envoyés : {delivered.sent}, remis à plus tard : {delivered.later}, abandonnés : {delivered.given_up}"
    return f"{done} ; en attente : {state.waiting}"


async def until_told(deliver: Deliver) -> None:
    """Sends until SIGTERM or Ctrl-C; mails under way may end."""
    async with anyio.create_task_group() as group:
        with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
            group.start_soon(run_worker, deliver)
            click.echo("Parcours envoie les courriels en attente (Ctrl-C pour arrêter)")
            async for _ in signals:
                break
        group.cancel_scope.cancel()
