import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a program of this user keeps data, and where it leaves word of itself while it runs. */
export interface UserFolders {
  readonly data: string;
  readonly state: string;
}

/** The platform's own places, below a folder `shiproom`. */
export function userFolders(platform: NodeJS.Platform, environment: Environment): UserFolders {
  const home = environment['HOME'] ?? homedir();
  if (platform === 'win32') {
    const local = join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'shiproom');
    return { data: join(local, 'data'), state: local };
  }
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', 'shiproom');
    return { data: join(support, 'data'), state: support };
  }
  return {
    data: join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'shiproom'),
    state: join(environment['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'shiproom'),
  };
}

/** A name for a bridge's files: readable, and different for each working folder. */
export function nameFor(repository: string, top: string): string {
  const word =
    repository
      .split('/')
      .at(-1)
      ?.replaceAll(/[^a-z0-9._-]/gi, '-')
      .toLowerCase()
      .slice(0, 40) ?? 'repository';
  return `${word}-${createHash('sha256').update(top).digest('hex').slice(0, 8)}`;
}
