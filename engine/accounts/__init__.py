"""Accounts: who may do what, how one gets an account, signs in, and gets back in."""
