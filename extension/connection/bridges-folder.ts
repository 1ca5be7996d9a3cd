import { isAbsolute, join } from 'node:path';
import type { Machine } from './state-file.ts';

/** Where bridges write themselves down: `shiproom/bridges` in the user's state folder, as each system has it. */
export function bridgesFolder({ platform, home, env }: Machine): string {
  const of = (name: string, otherwise: string): string => {
    const named = env[name];
    return named !== undefined && isAbsolute(named) ? named : otherwise;
  };
  if (platform === 'win32') return join(of('LOCALAPPDATA', join(home, 'AppData', 'Local')), 'shiproom', 'bridges');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'shiproom', 'bridges');
  return join(of('XDG_STATE_HOME', join(home, '.local', 'state')), 'shiproom', 'bridges');
}
