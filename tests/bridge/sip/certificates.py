"""An authority of a test's own, and certificates that it has signed, or has not."""

import os
import subprocess

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


class Authority:
    """Works in a folder, which it leaves full of files."""

    def __init__(self, folder, name="authority"):
        self.folder, self.name = folder, name
        self.file = self._path(f"{name}.pem")
        self._key = self._path(f"{name}.key")
        self._run("req", "-x509", *KEY, "-days", "1", "-subj", f"/CN={name}", "-keyout", self._key, "-out", self.file)

    def _path(self, name):
        return os.path.join(self.folder, name)

    @staticmethod
    def _run(*words):
        subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=20)

    def certify(self, file, *names, days=1):
        """Certificate and key in one file, for these names (DNS:… or IP:…). Expired, if for -1 days."""
        file = self._path(file)
        key, request, made, names_file = (f"{file}.{part}" for part in ("key", "request", "made", "names"))
        self._run("req", *KEY, "-subj", "/CN=somebody", "-keyout", key, "-out", request)
        with open(names_file, "w", encoding="utf-8") as text:
            text.write("subjectAltName=" + ",".join(names) + "\n")
        self._run("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self._key, "-CAcreateserial", "-days",
                  str(days), "-extfile", names_file, "-out", made)
        with open(file, "w", encoding="utf-8") as whole:
            for part in (made, key):
                with open(part, encoding="utf-8") as text:
                    whole.write(text.read())
        return file
