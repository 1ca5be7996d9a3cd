import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { OutboxKeep } from '../../client/keep.ts';
import type { Origin } from './address.ts';
import { createOutboxFile } from './outbox-file.ts';

/** The outbox of each bridge: one file per origin, and one writer per file. `aside` is told where an unreadable one went. */
export function createOutboxes(folder: string, aside: (where: string) => void): (origin: Origin) => OutboxKeep {
  const keeps = new Map<Origin, OutboxKeep>();
  return (origin) => {
    const name = createHash('sha256').update(origin).digest('hex').slice(0, 16);
    const keep = keeps.get(origin) ?? createOutboxFile(join(folder, `${name}.json`), aside);
    keeps.set(origin, keep);
    return keep;
  };
}
