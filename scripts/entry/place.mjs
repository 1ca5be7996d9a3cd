import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const windows = process.platform === 'win32';

/** Where the person stood: npm runs scripts in the package's own folder, and says in INIT_CWD where it was itself called. */
export function calledFrom() {
  const here = process.cwd();
  return here === root ? (process.env['INIT_CWD'] ?? here) : here;
}

/** Where things are kept that take long to bring and can be brought again. */
export function cacheFolder() {
  const { SHIPROOM_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (SHIPROOM_CACHE) return SHIPROOM_CACHE;
  if (windows) return join(LOCALAPPDATA ?? homedir(), 'shiproom', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'shiproom');
  return join(XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'shiproom');
}
