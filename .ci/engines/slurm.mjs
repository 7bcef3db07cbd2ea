// A private Slurm on the loopback interface: munged, slurmctld and slurmd in a folder of their own, as
// root and without systemd. From the command line it runs a command beside it:
//   node .ci/engines/slurm.mjs npx vitest run test/executors/slurm
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, run } from '../check.mjs';

const PROGRAMS = ['/usr/sbin/munged', '/usr/sbin/slurmctld', '/usr/sbin/slurmd', '/usr/bin/sbatch'];
const PACKAGES = ['slurm-wlm', 'munge'];

/** Daemons are up within 3 s on an idle machine. */
const STARTING_MS = 60_000;

/** Time after which a controller that was killed starts again, as under a service manager. */
const RESTART_MS = 3000;

/** A restarted controller drains a node only when its daemon has reported. */
const RESUMING_LOOKS = 20;

/** Installs Slurm where it is missing. */
export async function installSlurm() {
  if (PROGRAMS.every((program) => existsSync(program))) return;
  expect(
    process.getuid() === 0 && existsSync('/usr/bin/apt-get'),
    `Slurm needs ${PACKAGES.join(', ')}: install them, or run as root on Debian`,
  );
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...PACKAGES], { env });
}

/** Ports of this machine that nobody listens at. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise((resolve, reject) => {
          server.on('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server.address().port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Settings for a cluster of one node that schedules at once and keeps no accounts. */
function configuration(folder, [controllerPort, nodePort]) {
  const cores = Math.max(2, availableParallelism());
  return `ClusterName=private
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket,cred_expire=5
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SwitchType=switch/none
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=50000,sched_interval=1,bf_interval=1,batch_sched_delay=0
ReturnToService=2
MaxArraySize=1001
KillWait=10
MinJobAge=10
NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=${cores} RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

/** Starts a daemon that stays in the foreground. */
function startDaemon(program, argv, { log, onEnd, env = {}, ...options }) {
  const child = spawn(program, argv, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...options,
  });
  let text = '';
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  if (onEnd) ended.then(onEnd);
  child.on('error', (error) => {
    text += error.message;
  });
  return {
    said: () => `${program}: ${existsSync(log ?? '') ? readFileSync(log, 'utf8') : ''}${text}`,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

async function waitFor(what, daemon, isThere) {
  const end = Date.now() + STARTING_MS;
  while (!isThere()) {
    expect(!daemon.hasEnded(), `${what} ended at its start:\n${daemon.said()}`);
    expect(Date.now() < end, `${what} did not start:\n${daemon.said()}`);
    await sleep(100);
  }
}

const idOf = (...argv) => Number(spawnSync('id', argv, { encoding: 'utf8' }).stdout);

/**
 * Starts a private Slurm.
 * @param folder an existing folder, for all its files
 * @returns its slurm.conf and `stop`, which ends all of it; a controller that is killed starts again
 */
export async function startSlurm(folder) {
  expect(process.getuid() === 0, 'a private Slurm is started as root');
  const owner = { uid: idOf('-u', 'munge'), gid: idOf('-g', 'munge') };
  const socket = join(folder, 'munge/socket');
  for (const name of ['munge', 'state', 'spool']) mkdirSync(join(folder, name), { mode: 0o755 });
  const key = join(folder, 'munge/key');
  writeFileSync(key, randomBytes(128), { mode: 0o600 });
  await run('chown', ['-R', 'munge:munge', join(folder, 'munge')]);
  const conf = join(folder, 'slurm.conf');
  writeFileSync(conf, configuration(folder, await freePorts(2)));
  const env = { SLURM_CONF: conf };
  const daemons = [];
  let isEnding = false;
  const stop = async () => {
    isEnding = true;
    await stopAll(daemons, env);
  };

  function startController() {
    const log = join(folder, 'slurmctld.log');
    const onEnd = async () => {
      if (!isEnding) await sleep(RESTART_MS);
      if (isEnding) return;
      await controllerAnswers(startController());
      // It drains a node whose jobs it has forgotten; whoever runs a cluster gives it back.
      for (let look = 0; look < RESUMING_LOOKS && !isEnding; look++) {
        await sleep(RESTART_MS);
        const argv = ['update', `NodeName=${hostname()}`, 'State=RESUME'];
        spawnSync('scontrol', argv, { env: { ...process.env, ...env }, stdio: 'ignore' });
      }
    };
    const argv = ['-D', '-f', conf, '-L', log];
    const controller = startDaemon('/usr/sbin/slurmctld', argv, { env, log, onEnd });
    daemons.push(controller);
    return controller;
  }

  async function controllerAnswers(controller) {
    const answers = () => spawnSync('scontrol', ['ping'], { env: { ...process.env, ...env } });
    await waitFor('slurmctld', controller, () => answers().status === 0);
  }

  try {
    const munged = startDaemon(
      '/usr/sbin/munged',
      [
        '--foreground',
        `--socket=${socket}`,
        `--key-file=${key}`,
        `--pid-file=${folder}/munge/pid`,
        `--seed-file=${folder}/munge/seed`,
      ],
      owner,
    );
    daemons.push(munged);
    await waitFor('munged', munged, () => existsSync(socket));
    await controllerAnswers(startController());
    const log = join(folder, 'slurmd.log');
    const slurmd = startDaemon('/usr/sbin/slurmd', ['-D', '-f', conf, '-L', log], { env, log });
    daemons.push(slurmd);
    const isIdle = () =>
      /^(idle|mix|alloc)/.test(
        spawnSync('sinfo', ['--noheader', '--format=%t'], {
          env: { ...process.env, ...env },
          encoding: 'utf8',
        }).stdout,
      );
    await waitFor('slurmd', slurmd, isIdle);
    return { conf, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends the jobs and then the daemons, the first started last. */
async function stopAll(daemons, env) {
  const all = { env: { ...process.env, ...env } };
  spawnSync('scancel', ['--me'], { ...all, timeout: 10_000 });
  const runs = () =>
    spawnSync('squeue', ['--noheader'], { ...all, encoding: 'utf8', timeout: 10_000 }).stdout;
  for (const end = Date.now() + 20_000; Date.now() < end && runs(); ) await sleep(200);
  for (const daemon of [...daemons].reverse()) await daemon.stop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program, ...argv] = process.argv.slice(2);
  expect(program, 'usage: node .ci/engines/slurm.mjs COMMAND [ARGUMENT …]');
  const folder = mkdtempSync(join(tmpdir(), 'rnn-slurm-'));
  await run('chmod', ['755', folder]);
  await installSlurm();
  const slurm = await startSlurm(folder);
  try {
    const env = { ...process.env, SLURM_CONF: slurm.conf, RNN_TEST_SLURM_CONF: slurm.conf };
    const child = spawn(program, argv, { stdio: 'inherit', env });
    // The command ends first, then the daemons.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    process.exitCode = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve(code ?? 1));
    });
  } finally {
    await slurm.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
