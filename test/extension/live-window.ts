import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { cardId } from '../../bridge/domain/card.ts';
import { commandId, type commands } from '../../extension/contributions.ts';
import { activate } from '../../extension/extension.ts';
import type { Card } from '../../protocol/model/card.ts';
import type { Presence } from '../../protocol/model/presence.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { key, repository as repositoryId } from '../support/samples.ts';
import { gitExtension, type OpenRepository, openRepository } from './git-double.ts';
import { memoryKeep, memorySecrets } from './secrets.ts';
import { editor, type Shown } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

/** A window with a real repository in it, on a machine with a real bridge: only VS Code itself is a stub. */
export interface LiveWindow {
  readonly home: string;
  readonly server: BridgeServer;
  readonly repository: Repository;
  readonly open: OpenRepository;
  readonly secrets: ReturnType<typeof memorySecrets>;
  /** Starts the extension, and nobody looks at it. */
  activate(): void;
  /** Starts the extension while its view Now is to be seen. */
  begin(): void;
  end(): void;
  /** Writes the bridge down, as `npm start` does. */
  writeDown(): Promise<void>;
}

/** Makes one for each test of this file, and clears it away. */
export function eachWithWindow(): () => LiveWindow {
  let current: LiveWindow | undefined;
  const window = (): LiveWindow => {
    if (!current) throw new Error('There is no window outside of a test.');
    return current;
  };
  beforeEach(async () => {
    reset();
    current = await openLiveWindow();
  });
  afterEach(async () => {
    const { end, server, repository, home } = window();
    end();
    await server.close();
    await repository.remove();
    await rm(home, { recursive: true, maxRetries: 5 });
    vi.unstubAllEnvs();
  });
  return window;
}

async function openLiveWindow(): Promise<LiveWindow> {
  const home = await mkdtemp(join(tmpdir(), 'shiproom-window-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'));
  const server = await startServer();
  const repository = await makeRepository();
  await repository.git('remote', 'add', 'origin', 'https://example.com/acme/web.git');
  const open = await openRepository(repository);
  gitExtension(open);
  const secrets = memorySecrets();
  const context = {
    subscriptions: [] as { dispose(): void }[],
    extensionUri: stub.Uri.file('/extension'),
    storageUri: stub.Uri.file(join(home, 'storage')),
    globalStorageUri: stub.Uri.file(join(home, 'global')),
    secrets,
    workspaceState: memoryKeep(),
    globalState: memoryKeep(),
  };
  return {
    home,
    server,
    repository,
    open,
    secrets,
    activate: () => activate(context as never),
    begin() {
      activate(context as never);
      editor.standIns.get('shiproom.now')?.getChildren();
    },
    end: () => context.subscriptions.splice(0).forEach((each) => each.dispose()),
    async writeDown() {
      const path = join(home, 'state', 'shiproom', 'bridges', 'a.json');
      await mkdir(dirname(path), { recursive: true });
      const token = await server.token('Owner');
      const bridge = { url: server.url, repository: repositoryId, token, pid: process.pid };
      await writeFile(path, JSON.stringify(bridge), { mode: 0o600 });
    },
  };
}

/** Runs a command as the palette does, or a menu with its argument. */
export const run = async (name: keyof typeof commands, argument?: unknown): Promise<unknown> =>
  editor.commands.get(commandId(name))?.(argument);

/** The rows of the view Now. */
export const rows = () => (editor.tree?.provider.getChildren() ?? []) as { id: string; description?: string }[];

/** What a row of the view Now says beside its label. */
export const row = (id: string): string | undefined =>
  rows().find((each) => each.id.replace(' +', '') === id)?.description;

/** The messages that were shown, in order. */
export const said = (): string[] =>
  editor.shown.filter(({ kind }) => !['pick', 'input', 'status'].includes(kind)).map(({ text }) => text);

/** Answers questions by their words. */
export const pressing =
  (answers: Readonly<Record<string, string>>) =>
  (shown: Shown): string | undefined =>
    answers[shown.text];

/** The card of `main`, as the bridge keeps it. */
export const cardOf = async ({ server }: LiveWindow): Promise<Card | undefined> =>
  (await server.world.store.get('card', cardId(key('main'))))?.value;

/** Who is there, as the bridge knows it. */
export const peopleOf = ({ server }: LiveWindow): readonly Presence[] => server.world.roster.people();

/** Waits for the view Now to be in this state. */
export async function state(expected: string): Promise<void> {
  await expect.poll(() => editor.keys['shiproom.state'], { timeout: 5_000 }).toBe(expected);
}
