"""Which queue each task waits in, and what people call it (ADR 39).

A worker that is not told otherwise serves all of them; one told `-Q captura` never waits for a
file.
"""

from kombu import Exchange, Queue

POR_DEFECTO = "celery"
COLAS = {
    # Files and backups: hours, as many at once as there are sources.
    "cargas": {
        "afiliacion.tasks.procesar_carga": "Cargar un archivo",
        "captacion.tasks.recoger": "Recoger archivos de un punto de recojo",
        "captacion.tasks.ordenar_nombres": "Ordenar los nombres que dejan las cargas",
        "captacion.tasks.retirar_vencido": "Retirar filas y archivos vencidos",
        "juntos.tasks.respaldar": "Hacer el respaldo de la noche",
        "juntos.tasks.ensayar_restauracion": "Ensayar la restauración",
        "juntos.tasks.verificar_bitacora": "Verificar la bitácora",
    },
    # What somebody waits for: records one by one, links that a person decided.
    "captura": {
        "afiliacion.tasks.procesar_eventos": "Procesar los registros de una fuente",
        "afiliacion.tasks.retomar_eventos": "Repasar los registros en espera",
        "afiliacion.tasks.conciliar_contactos": "Llevar las captaciones a la cola",
    },
    # What leaves by somebody else's server, which may be slow.
    "mensajes": {
        "afiliacion.tasks.enviar_mensaje": "Enviar un mensaje de texto",
        "afiliacion.tasks.retomar_mensajes": "Repasar los mensajes en espera",
        "afiliacion.tasks.enviar_resumenes": "Enviar los resúmenes semanales",
    },
    # Figures, calendars and settlements: minutes each.
    "informes": {
        "afiliacion.tasks.recalcular": "Recalcular calendarios",
        "afiliacion.tasks.recalcular_todos": "Pedir el cálculo de todos los calendarios",
        "afiliacion.tasks.estudiar_norma": "Estudiar qué cambiaría una norma",
        "afiliacion.tasks.liquidar": "Calcular una liquidación",
        "afiliacion.tasks.contar_hechos": "Poner al día las cifras del tablero",
        "afiliacion.tasks.contar_todos": "Contar otra vez todas las cifras",
        "afiliacion.tasks.preparar_informe": "Preparar el informe mensual",
        "afiliacion.tasks.proponer_salidas": "Proponer salidas",
        "afiliacion.tasks.ordenar_cola": "Ordenar la cola de contactos",
    },
    # The sweepers: seconds each, every minute.
    POR_DEFECTO: {
        "afiliacion.tasks.retomar_cargas": "Repasar las cargas abandonadas",
        "afiliacion.tasks.retomar_recalculos": "Repasar los calendarios en espera",
        "afiliacion.tasks.retomar_liquidaciones": "Repasar las liquidaciones pedidas",
        "afiliacion.tasks.revisar_entrada": "Revisar la carpeta de entrada",
        "afiliacion.tasks.retirar_de_la_entrada": "Retirar lo viejo de la carpeta de entrada",
        "afiliacion.tasks.retirar_eventos": "Retirar el contenido de registros vencidos",
        "captacion.tasks.llamar_a_recoger": "Llamar a los puntos de recojo",
        "captacion.tasks.avisar_fuentes_tardias": "Avisar de las fuentes que tardan",
        "juntos.tasks.sellar_bitacora": "Sellar la bitácora",
        "juntos.tasks.avisar_lecturas": "Avisar de lecturas inusuales",
        "juntos.tasks.retirar_lecturas": "Retirar lecturas vencidas",
    },
}
NOMBRES = {tarea: nombre for tareas in COLAS.values() for tarea, nombre in tareas.items()}
RUTAS = {tarea: {"queue": cola} for cola, tareas in COLAS.items() for tarea in tareas}
# Each with an exchange of its own: on a shared one every message would reach all of them.
DECLARADAS = [Queue(cola, Exchange(cola), routing_key=cola) for cola in COLAS]
