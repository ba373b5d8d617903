"""The columns of the catalog: what a module here declares, users can ask for."""
