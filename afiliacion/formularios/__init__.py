"""Forms of one page each; those of a contact and its request are in `afiliacion.forms`."""
