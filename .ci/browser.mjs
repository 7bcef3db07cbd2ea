// Chromium without a window, driven by its DevTools protocol over a pipe: no port, no library.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, run } from './check.mjs';

const PROGRAM = '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--remote-debugging-pipe',
];

/** Milliseconds the browser has to end by itself. */
const GRACE_MS = 5000;

/** Milliseconds an answer may take. */
const PATIENCE_MS = 60_000;

/** Installs the browser where it is missing. */
export async function installBrowser() {
  if (existsSync(PROGRAM)) return;
  expect(
    process.getuid() === 0 && existsSync('/usr/bin/apt-get'),
    'the page is checked in chromium: install it, or run as root on Debian',
  );
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env });
}

/** Speaks the protocol: messages end with a zero byte, answers carry the number of their question. */
function connect(child) {
  const [, , , questions, answers] = child.stdio;
  const waiting = new Map();
  const listeners = [];
  let [text, last] = ['', 0];
  answers.setEncoding('utf8');
  answers.on('data', (chunk) => {
    const messages = (text + chunk).split('\0');
    text = messages.pop();
    for (const message of messages.map((json) => JSON.parse(json))) {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (!asked) for (const listener of listeners) listener(message);
      else if (message.error) asked.reject(new Error(message.error.message));
      else asked.resolve(message.result);
    }
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`chromium ended with ${code}`));
  });
  questions.on('error', () => {}); // said better by the exit
  return {
    onEvent: (listener) => listeners.push(listener),
    send: (method, params = {}, sessionId = undefined) =>
      new Promise((resolve, reject) => {
        last++;
        const late = setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE_MS);
        const settle = (act) => (value) => {
          clearTimeout(late);
          act(value);
        };
        waiting.set(last, { resolve: settle(resolve), reject: settle(reject) });
        questions.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
      }),
  };
}

/**
 * Lends a browser to `use` and ends it, whatever happens. `open(url, size)` gives a page:
 * `{ faults, requests, evaluate, send, screenshot }`, where faults are errors, warnings and
 * violations of its policy, and requests are the addresses it asked for.
 */
export async function withBrowser(use) {
  const profile = mkdtempSync(join(tmpdir(), 'rnn-browser-'));
  const child = spawn(PROGRAM, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const { send, onEvent } = connect(child);
  try {
    return await use({ open: (url, size) => openPage(send, onEvent, url, size) });
  } finally {
    const kill = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), GRACE_MS);
    await Promise.all([send('Browser.close').catch(() => {}), ended]);
    clearTimeout(kill);
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function openPage(send, onEvent, url, { width, height, features = [] }) {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const ask = (method, params) => send(method, params, sessionId);
  const [faults, requests] = [[], []];
  const loaded = new Promise((resolve) => {
    onEvent(({ method, params, sessionId: from }) => {
      if (from !== sessionId) return;
      if (method === 'Runtime.exceptionThrown') {
        const { text, exception } = params.exceptionDetails;
        faults.push(exception?.description ?? text);
      }
      if (method === 'Runtime.consoleAPICalled') faults.push(`console: ${params.type}`);
      if (method === 'Log.entryAdded') faults.push(params.entry.text);
      if (method === 'Audits.issueAdded') faults.push(params.issue.code);
      if (method === 'Network.requestWillBeSent') requests.push(params.request.url);
      if (method === 'Page.loadEventFired') resolve();
    });
  });
  for (const domain of ['Runtime', 'Log', 'Audits', 'Network', 'Page'])
    await ask(`${domain}.enable`);
  await ask('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await ask('Emulation.setEmulatedMedia', { features });
  await ask('Page.navigate', { url });
  await loaded;
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    expect(!exceptionDetails, `${expression}: ${exceptionDetails?.exception?.description}`);
    return result.value;
  };
  return {
    faults,
    requests,
    evaluate,
    send: ask,
    /** A picture of what is seen, PNG in base64. */
    screenshot: async () => (await ask('Page.captureScreenshot', { format: 'png' })).data,
    close: () => send('Target.closeTarget', { targetId }),
  };
}
