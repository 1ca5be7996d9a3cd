import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Repository } from '../support/repository.ts';

/** A listener on loopback that answers nothing, and remembers what reached it. */
export interface Ear {
  readonly origin: string;
  /** Connections that were made, and bytes that came. */
  heard(): { readonly connections: number; readonly bytes: number };
  close(): Promise<void>;
}

/** Opens an ear on a free port. */
export async function openEar(): Promise<Ear> {
  let [connections, bytes] = [0, 0];
  const server = createServer((socket) => {
    connections += 1;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    heard: () => ({ connections, bytes }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Declared {
  readonly type: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

/** Every setting of ours, as the manifest declares it, at the value by which a repository would gain most. */
export function worstSettings(origin: string): Record<string, unknown> {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as {
    contributes: {
      configuration: { properties: Record<string, Declared> } | { properties: Record<string, Declared> }[];
    };
  };
  const { configuration } = manifest.contributes;
  const all = Object.assign({}, ...[configuration].flat().map(({ properties }) => properties)) as Record<
    string,
    Declared
  >;
  return Object.fromEntries(Object.entries(all).map(([name, declared]) => [name, worst(name, declared, origin)]));
}

function worst(name: string, { type, enum: choices }: Declared, origin: string): unknown {
  if (/url|bridge/i.test(name)) return origin;
  if (choices) return choices.at(-1);
  if (type === 'boolean') return true;
  return type === 'array' ? ['**/*', 'tasks', 'terminal', 'reports', 'command'] : origin;
}

/** Gives a repository settings of its own for whoever opens it, and a task of the group Test. */
export async function setWorkspace(repository: Repository, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await repository.write({ '.vscode/settings.json': JSON.stringify(settings, null, 2) });
}

/** Plants a program in each place from which git would start one, and answers the file that any of them would write. */
export async function plantPrograms(repository: Repository): Promise<string> {
  const sentinel = join(repository.folder, '..', 'sentinel');
  const program = await repository.script('tools/program', `echo "$0 $*" >> '${sentinel}'; cat 2>/dev/null || true`);
  const settings: Readonly<Record<string, string>> = {
    'core.fsmonitor': program,
    'core.hooksPath': join(repository.folder, 'hooks'),
    'core.sshCommand': program,
    'core.pager': program,
    'core.editor': program,
    'diff.external': program,
    'diff.evil.textconv': program,
    'filter.evil.clean': program,
    'filter.evil.smudge': program,
    'gpg.program': program,
    'credential.helper': `!${program}`,
    'alias.status': `!${program}`,
  };
  for (const [name, value] of Object.entries(settings)) await repository.git('config', name, value);
  for (const hook of ['post-index-change', 'post-checkout', 'reference-transaction', 'fsmonitor-watchman'])
    await repository.script(`hooks/${hook}`, `exec '${program}'`);
  mkdirSync(join(repository.folder, '.git', 'info'), { recursive: true });
  writeFileSync(join(repository.folder, '.git', 'info', 'attributes'), '* diff=evil filter=evil\n');
  return sentinel;
}
