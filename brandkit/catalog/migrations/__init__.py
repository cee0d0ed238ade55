"""Database migrations, run by `catalog.database`; never by hand."""
