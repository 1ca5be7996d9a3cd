import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A person's own folders, empty, and an environment in which programs see no others. */
export interface Sandbox {
  readonly root: string;
  readonly home: string;
  /** An allow-list: no token of whoever runs the tests reaches a test. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** Makes one below the system's temporary folder. Its path holds a space and an umlaut, as homes do. */
export function createSandbox(): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'shiproom ä-')));
  const home = join(root, 'home');
  const xdg = {
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_CACHE_HOME: join(home, '.cache'),
  };
  for (const folder of Object.values(xdg)) mkdirSync(folder, { recursive: true });

  return {
    root,
    home,
    env: {
      PATH: process.env['PATH'],
      LANG: 'C.UTF-8',
      SHELL: '/bin/bash',
      HOME: home,
      ...xdg,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ana',
      GIT_AUTHOR_EMAIL: 'ana@example.invalid',
      GIT_COMMITTER_NAME: 'Ana',
      GIT_COMMITTER_EMAIL: 'ana@example.invalid',
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
