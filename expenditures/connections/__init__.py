"""Connections worth a reporter's look: found by query, explained, ranked, and reviewed by people.

Each says what was filed, and nothing about why. `kinds` defines them, one module each finds them,
`store` keeps them, `reviews` holds what people decided.
"""
