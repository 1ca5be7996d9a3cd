import { chmodSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { alive } from './lock.ts';

/** What a running bridge leaves for the editors of the same user: docs/protocol.md, section Finding a bridge. */
export const Announcement = z.object({
  url: z.string(),
  repository: z.string(),
  token: z.string(),
  pid: z.int().check(z.positive()),
});
export type Announcement = z.infer<typeof Announcement>;

/** Writes it whole or not at all, readable by its user only. */
export async function announce(file: string, announcement: Announcement): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${announcement.pid}`;
  await writeFile(draft, `${JSON.stringify(announcement)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  await rename(draft, file);
}

/** The bridge that has announced itself there and whose process lives; undefined otherwise. */
export async function announced(file: string): Promise<Announcement | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = Announcement.safeParse(parseJson(text));
  return parsed.success && alive(parsed.data.pid) ? parsed.data : undefined;
}

/** Takes back an announcement, if it is still this process's. */
export async function withdraw(file: string, pid: number): Promise<void> {
  if ((await announced(file))?.pid === pid) await rm(file, { force: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
