"""What every resource of the API has in common. It knows no app; docs/api.md tells integrators about it."""
