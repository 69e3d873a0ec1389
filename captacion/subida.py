"""Large files on their way in: a disk that fills up is told by the page, not by an error 500."""

import contextlib
import errno
import io

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class SubidaADisco(TemporaryFileUploadHandler):
    """Django's own, which writes while the form is still being read: nobody can answer yet.

    A file that did not fit stays in the form as one that fails when it is received, where
    `captacion.acciones.recibir` has the sentence for it.
    """

    def receive_data_chunk(self, raw_data, start):
        with self._si_no_cabe():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        with self._si_no_cabe():
            return super().file_complete(file_size)
        return super().file_complete(file_size)

    @contextlib.contextmanager
    def _si_no_cabe(self):
        try:
            yield
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            with contextlib.suppress(OSError):
                self.file.close()
            self.file = SinDisco(io.BytesIO(), self.file_name, self.content_type, 0)


class SinDisco(UploadedFile):
    """A file of which nothing could be kept."""

    def write(self, datos) -> int:
        return len(datos)

    def chunks(self, chunk_size=None):
        raise OSError(errno.ENOSPC, "No queda espacio")
