"""Charts drawn on the server: plain data in, a Vega-Lite spec, an SVG or a PNG out.

A module per chart, each with its frozen dataclasses, `espec(datos, ancho=…)` and
`alternativa(datos)`: the finding in one sentence, for who does not see the drawing. `dibujar` in
`juntos.graficos.dibujo` makes the picture. Nothing here knows a model, a request or the network.
"""
