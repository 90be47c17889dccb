"""The transactional outbox: what somebody outside must hear is written with the fact itself (D3)."""
