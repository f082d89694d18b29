"""Mails on their way: what is due is taken from the outbox, carried, and taken off or put back."""
