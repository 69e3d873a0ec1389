"""A synthetic country sample in the canonical profiles of the files that come in (`simular`).

It is enriched: its families were chosen because something may have happened in them, so a sample
of 20,000 households fills a queue as a whole region would. Shares, all approximate:

| What | Share |
|---|---|
| Households of the registers: JUNTOS and PGH / JUNTOS alone / PGH alone | 29 / 5 / 66 % |
| Families with a birth, and with a pregnancy reported, a day of the window | 0.16 % each |
| Newborns in user households / in households of the PGH alone / in none | 30 / 58 / 12 % |
| Births of twins | 1.2 % |
| Mothers under 18, in their own mother's household | 5 % |
| Mothers without a phone | 22 % |
| Mothers of JUNTOS who are also in their parents' PGH household | 1.5 % |
| Mothers in two households of the PGH (nobody can tell: ambiguous) | 0.1 % |
| Births known to the Padrón the same day / within 8 days / later than 29 | 31 / 80 / 3 % |
| Newborns with the CNV alone in the cut; half of them have a DNI in the next | 25 % |
| … of which the Padrón gives a new code to the child | 10 % |
| Births whose family head lives in another household | 4 % |
| Pregnant women seen by the SIS in their first trimester | 70 % |
| Mothers' DNI mistyped in the Padrón with `--sucio 0.3`, in proportion with another X | 8 % |
| FUR and FPP / FUR alone / FPP alone / only the weeks | 74 / 13 / 10 / 3 % |
| CSE no pobre (PGH / users), and classification expired | 12 / 2 %, 6 % |

The Padrón is a full cut: the other children under six of those families are in it, about ten for
each newborn, with 4 % between 70 days and one year old. `padron_nominal_2.txt` is the cut of a
week later: the same rows, the new DNIs and the new births; `verdad_2.csv` is the truth when both
are loaded. `his.txt` is the care given to the newborns and the pregnant women (`atenciones.py`).
Documents: `documentos.py`. Where people live: `territorio.py`. Spoilt rows
(`--sucio`): `suciedad.py`.

The same seed gives the same bytes: streams of chance drawn with `Random.random()` alone.
"""
