import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Check, well, wrong } from '../../check.ts';
import { integer, text } from './columns.ts';
import { openingFailed } from './failure.ts';
import { migrations } from './migrations.ts';

const name = 'Store';
/** Below this a busy day may fill the disk. */
const leastBytes = 200 * 1024 * 1024;

/** Looks at the store's file without changing it, also while a bridge uses it; and at the room that is left for it. */
export async function checkSqlite(file: string): Promise<Check> {
  const { bavail, bsize } = await statfs(dirname(file));
  const free = bavail * bsize;
  if (free < leastBytes)
    return wrong(
      name,
      `has ${Math.round(free / 1024 / 1024)} MB left on its disk.`,
      'Make room: what does not fit is not taken in.',
    );
  if (!existsSync(file)) return well(name, 'is made when the bridge first starts.');
  return inspect(file);
}

function inspect(file: string): Check {
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      const checked = text(db.prepare('PRAGMA quick_check(1)').get() ?? {}, 'quick_check');
      const schema = integer(db.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
      if (checked !== 'ok')
        return wrong(
          name,
          `${file} is damaged: ${checked.replaceAll(/\s+/g, ' ')}.`,
          'Move it away and restore a backup.',
        );
      if (schema > migrations.length)
        return wrong(name, `${file} was made by a newer Shiproom.`, 'Upgrade this one, or restore a backup.');
      return well(name, `is sound (${file}).`);
    } finally {
      db.close();
    }
  } catch (error) {
    const failure = openingFailed(file, error);
    if (!failure) throw error;
    return wrong(name, 'cannot be read.', failure.message);
  }
}
