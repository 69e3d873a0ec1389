"""Backup, restore and its drill: one encrypted file with the database and the private files.

`cifrado` is the sealed container, `digesto` what is compared, `copia` writes a backup,
`restauracion` checks it and puts it back, `ensayo` does that beside the real thing, `custodia`
keeps the folder. See docs/adr/0036.
"""
