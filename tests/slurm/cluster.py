"""A Slurm cluster of one node on this machine, real but for its size: munged, slurmctld and slurmd with keys, ports and
folders of their own, started and ended by whoever uses it."""

import ctypes
import fcntl
import getpass
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

LIMIT_SECONDS = 60
CLONE_NEWNET, SIOCSIFADDR, SIOCSIFFLAGS, IFF_UP = 0x40000000, 0x8916, 0x8914, 1

CONFIGURATION = """ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmctldPort={controller_port}
SlurmdPort={node_port}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MailProg=/bin/true
SchedulerParameters=sched_interval=1,batch_sched_delay=0
NodeName={host} NodeAddr=127.0.0.1 CPUs={cores} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def enter_own_network():
    """A network of this process and its children alone, where that is allowed: ports cannot collide there. It has an
    address beside loopback's, because Slurm resolves names with AI_ADDRCONFIG, which counts loopback for nothing."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        return
    for name, address in (("lo", "127.0.0.1"), ("lo:1", "192.0.2.1")):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            wanted = struct.pack("16sHH4s8x", name.encode(), socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(control, SIOCSIFADDR, wanted)
            fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", name.encode(), IFF_UP))


def require_addresses():
    try:
        socket.getaddrinfo("127.0.0.1", 1, family=socket.AF_INET, flags=socket.AI_ADDRCONFIG)
    except OSError as error:
        raise RuntimeError("Slurm cannot resolve 127.0.0.1 where loopback is the only network, and a network of its own "
                           "was not allowed; as root: ip address add 192.0.2.1/32 dev lo") from error


class Cluster:
    def __init__(self):
        require_addresses()
        self.folder = tempfile.mkdtemp(prefix="twinline-slurm-")
        os.chmod(self.folder, 0o755)
        self.daemons = []
        try:
            self._start()
        except Exception:
            self.stop()
            raise

    def _start(self):
        for name in ("state", "spool"):
            os.mkdir(os.path.join(self.folder, name))
        key = os.path.join(self.folder, "munge.key")
        with open(os.open(key, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(os.urandom(1024))
        configuration = os.path.join(self.folder, "slurm.conf")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(host=socket.gethostname().split(".")[0], user=getpass.getuser(),
                                            folder=self.folder, cores=os.cpu_count(), controller_port=free_port(),
                                            node_port=free_port()))
        self.environment = {**os.environ, "SLURM_CONF": configuration}
        self._daemon("munged", "--foreground", "--force", f"--key-file={key}",
                     *(f"--{what}-file={self.folder}/munge.{what}" for what in ("pid", "log", "seed")),
                     f"--socket={self.folder}/munge.socket")
        self._wait_for("munged", lambda: os.path.exists(os.path.join(self.folder, "munge.socket")))
        self._daemon("slurmctld", "-D", "-f", configuration)
        self._daemon("slurmd", "-D", "-f", configuration)
        self._wait_for("an idle node", lambda: self.command("sinfo", "-h", "-o", "%t").stdout.strip() == "idle")

    def _daemon(self, program, *arguments):
        log = open(os.path.join(self.folder, f"{program}.out"), "wb")
        path = shutil.which(program) or f"/usr/sbin/{program}"
        self.daemons.append(subprocess.Popen([path, *arguments], env=self.environment, stdout=log, stderr=log))
        log.close()

    def _wait_for(self, what, holds):
        deadline = time.monotonic() + LIMIT_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{what} did not come up:\n{self.logs()}")
            time.sleep(0.1)

    def logs(self):
        texts = []
        for name in sorted(os.listdir(self.folder)):
            if name.endswith((".log", ".out")):
                with open(os.path.join(self.folder, name), encoding="utf-8", errors="replace") as file:
                    texts.append(f"== {name}\n{file.read()[-2000:]}")
        return "\n".join(texts)

    def command(self, *words, **environment):
        return subprocess.run(words, env={**self.environment, **environment}, capture_output=True, text=True,
                              timeout=LIMIT_SECONDS, check=False)

    def submit(self, array, script, *arguments, folder, **environment):
        """Starts a job array and returns its id."""
        job = self.command("sbatch", "--parsable", f"--array={array}", f"--chdir={folder}",
                           f"--output={folder}/task.%a.log", script, *arguments, **environment)
        if job.returncode != 0:
            raise RuntimeError(f"{job.stderr}\n{self.logs()}")
        return job.stdout.strip()

    def running(self, job):
        return bool(self.command("squeue", "-h", "-j", job).stdout.strip())

    def wait(self, job):
        deadline = time.monotonic() + 2 * LIMIT_SECONDS
        while self.running(job):
            if time.monotonic() > deadline:
                raise RuntimeError(f"the job did not end:\n{self.logs()}")
            time.sleep(0.1)

    def stop(self):
        if len(self.daemons) > 1:
            self.command("scancel", f"--user={getpass.getuser()}")
        for daemon in reversed(self.daemons):
            daemon.send_signal(signal.SIGTERM)
            try:
                daemon.wait(timeout=10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
