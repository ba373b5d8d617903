"""VOTables: catalogs, and the summary of a run. Imported only where one is written."""
