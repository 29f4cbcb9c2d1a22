"""Pages over units, posts, people, accounts, roles and the books of the audit; every rule stands in the services."""
