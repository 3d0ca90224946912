"""Face sessions in SQL: their tables, and one repository a file. Templates are sealed apart from the rest."""
