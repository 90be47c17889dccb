"""The answers kept under idempotency keys (R12)."""
