import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';

/** Whether a path is a folder's own or below it, as both are written. */
export const isBelow = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

/** The same, wherever links lead. What is not there is below nothing. */
export async function leadsBelow(folder: string, path: string): Promise<boolean> {
  try {
    return isBelow(await realpath(folder), await realpath(path));
  } catch {
    return false;
  }
}
