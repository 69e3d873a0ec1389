"""What Beat rings for, and when: seconds between two times, or an hour of Lima."""

from celery.schedules import crontab

AGENDA = {
    "carpeta-de-entrada": {"task": "afiliacion.tasks.revisar_entrada", "schedule": 15.0},
    "cargas-abandonadas": {"task": "afiliacion.tasks.retomar_cargas", "schedule": 60.0},
    "eventos-en-espera": {"task": "afiliacion.tasks.retomar_eventos", "schedule": 60.0},
    "mensajes-en-espera": {"task": "afiliacion.tasks.retomar_mensajes", "schedule": 60.0},
    "liquidaciones-pedidas": {"task": "afiliacion.tasks.retomar_liquidaciones", "schedule": 300.0},
    "salidas-por-proponer": {
        "task": "afiliacion.tasks.proponer_salidas",
        "schedule": crontab(hour=2, minute=30),
    },
    "eventos-vencidos": {
        "task": "afiliacion.tasks.retirar_eventos",
        "schedule": crontab(hour=3, minute=30),
    },
    "conciliar": {
        "task": "afiliacion.tasks.conciliar_contactos",
        "schedule": crontab(minute="*/10"),
    },
    "calendarios-en-espera": {"task": "afiliacion.tasks.retomar_recalculos", "schedule": 60.0},
    "calendarios-de-todos": {
        "task": "afiliacion.tasks.recalcular_todos",
        "schedule": crontab(hour=1, minute=30),
    },
    "bitacora-por-sellar": {"task": "juntos.tasks.sellar_bitacora", "schedule": 60.0},
    "bitacora-por-verificar": {
        "task": "juntos.tasks.verificar_bitacora",
        "schedule": crontab(hour=4, minute=10),
    },
    "lecturas-inusuales": {
        "task": "juntos.tasks.avisar_lecturas",
        "schedule": crontab(minute="*/10"),
    },
    "lecturas-vencidas": {
        "task": "juntos.tasks.retirar_lecturas",
        "schedule": crontab(hour=3, minute=50),
    },
    "hechos": {"task": "afiliacion.tasks.contar_hechos", "schedule": 300.0},
    "hechos-de-todos": {
        "task": "afiliacion.tasks.contar_todos",
        "schedule": crontab(hour=0, minute=45),
    },
    "informe-mensual": {
        "task": "afiliacion.tasks.preparar_informe",
        "schedule": crontab(hour=5, minute=15),
    },
    "resumen-semanal": {
        "task": "afiliacion.tasks.enviar_resumenes",
        "schedule": crontab(minute=10),
    },
    "orden-de-la-cola": {
        "task": "afiliacion.tasks.ordenar_cola",
        "schedule": crontab(hour=0, minute=15),
    },
    "puntos-de-recojo": {"task": "captacion.tasks.llamar_a_recoger", "schedule": 60.0},
    "nombres": {"task": "captacion.tasks.ordenar_nombres", "schedule": 300.0},
    "fuentes-tardias": {
        "task": "captacion.tasks.avisar_fuentes_tardias",
        "schedule": crontab(minute=5),
    },
    "retencion": {
        "task": "captacion.tasks.retirar_vencido",
        "schedule": crontab(hour=3, minute=30),
    },
    "retencion-de-entrada": {
        "task": "afiliacion.tasks.retirar_de_la_entrada",
        "schedule": crontab(hour=3, minute=40),
    },
    # After what is kept no longer is gone.
    "respaldo": {"task": "juntos.tasks.respaldar", "schedule": crontab(hour=4, minute=10)},
    "ensayo-de-restauracion": {
        "task": "juntos.tasks.ensayar_restauracion",
        "schedule": crontab(day_of_week="sunday", hour=5, minute=30),
    },
}
