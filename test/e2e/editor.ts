import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sandbox } from '../support/sandbox.ts';
import type { EditorFiles } from './install-editor.ts';

/** Nothing that asks, moves, greets or calls out. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
  'git.showProgress': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.enablePersistentSessions': false,
  'remote.autoForwardPorts': false,
  'window.confirmBeforeClose': 'never',
  'files.hotExit': 'off',
};

export interface EditorOptions {
  readonly sandbox: Sandbox;
  readonly vsix: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether workspaces are trusted unasked; they are where this is not said. */
  readonly trust?: boolean;
  /** A socket file to listen on, instead of a port. */
  readonly socket?: string;
  /** What its extension hosts find in their environment, besides the sandbox's. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running VS Code: a server with its extension hosts, to be opened in a browser. */
export interface Editor {
  /** The address that opens a window on a folder, or on none; without its origin where the editor listens on a socket file. */
  url(folder?: string): string;
  /** Where the extension hosts write their logs. */
  readonly logs: string;
  output(): string;
  stop(): Promise<void>;
}

/** Installs the VSIX into an editor of the sandbox's own, and starts it on a free port. */
export async function startEditor(files: EditorFiles, options: EditorOptions): Promise<Editor> {
  const { sandbox, vsix, settings = {}, trust = true, socket, env: more = {} } = options;
  const data = join(sandbox.root, 'editor');
  mkdirSync(join(data, 'User'), { recursive: true });
  const chosen = { ...quiet, 'security.workspace.trust.enabled': !trust, ...settings };
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify(chosen, null, 2));
  // Without a file of its own it would write one into the home.
  const config = join(sandbox.root, 'code-server.yaml');
  writeFileSync(config, '');
  const folders = ['--config', config, '--user-data-dir', data, '--extensions-dir', join(sandbox.root, 'extensions')];
  const env = { ...sandbox.env, ...more, EXTENSIONS_GALLERY: '{}', CS_DISABLE_PROXY: 'true' };

  const install = [files.entry, ...folders, '--install-extension', vsix, '--force'];
  await promisify(execFile)(files.node, install, { env, timeout: 120_000 });
  const place = socket === undefined ? ['--bind-addr', '127.0.0.1:0'] : ['--socket', socket, '--socket-mode', '600'];
  const args = [...folders, ...place, ...(trust ? ['--disable-workspace-trust'] : [])];
  return await serve(files, args, { env, data, sandbox });
}

async function serve(
  files: EditorFiles,
  args: readonly string[],
  { env, data, sandbox }: { env: NodeJS.ProcessEnv; data: string; sandbox: Sandbox },
): Promise<Editor> {
  const fixed = ['--auth', 'none', '--disable-telemetry', '--disable-update-check'];
  const plain = ['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'];
  // A group of its own, so that extension hosts and shells end with it.
  const child = spawn(files.node, [files.entry, ...args, ...fixed, ...plain], {
    cwd: sandbox.root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const group = child.pid ?? 0;
  const last = () => endGroup(group, 'SIGKILL');
  process.once('exit', last);
  const ended = once(child, 'close').finally(() => process.off('exit', last));

  let printed = '';
  const listening = new Promise<string>((resolve) => {
    const read = (chunk: string) => {
      printed += chunk;
      const [heard, origin = ''] =
        /HTTP server listening on (?:(http:\/\/127\.0\.0\.1:\d+)|\/.*\n)/.exec(printed) ?? [];
      if (heard !== undefined) resolve(origin);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
  });
  const tooEarly = ended.then(() => {
    throw new Error(`the editor ended before it was ready:\n${printed}`);
  });
  const origin = await Promise.race([listening, tooEarly]);
  tooEarly.catch(() => {});

  return {
    url: (folder) => `${origin}/?${new URLSearchParams(folder === undefined ? { ew: 'true' } : { folder })}`,
    logs: join(data, 'logs'),
    output: () => printed,
    async stop() {
      endGroup(group, 'SIGTERM');
      const late = setTimeout(() => endGroup(group, 'SIGKILL'), 3_000);
      await ended;
      clearTimeout(late);
      endGroup(group, 'SIGKILL');
    },
  };
}

function endGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended already.
  }
}
