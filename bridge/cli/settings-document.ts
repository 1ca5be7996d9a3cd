import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { readSettings } from '../config.ts';
import { replaceFile } from '../secrets.ts';
import { codeOf, Unusable } from '../unusable.ts';

/** The bridge's shiproom.yaml, to be changed in places: what else stands there stays, comments too. */
export interface SettingsDocument {
  readonly file: string;
  has(section: string): boolean;
  /** What stands at a path, as text; undefined where nothing does, or something else. */
  text(path: readonly string[]): string | undefined;
  set(path: readonly string[], value: unknown): void;
  /** Fails with Unusable, naming line and column, where the bridge could not read it as it is now. */
  check(): void;
  /** Writes it, whole or not at all. Fails as `check` does. */
  write(pid: number): Promise<void>;
}

/** Opens shiproom.yaml of a data folder; an empty one where there is none. Fails with Unusable where it is no YAML. */
export async function openSettings(data: string): Promise<SettingsDocument> {
  const file = join(data, 'shiproom.yaml');
  const document = parseDocument(await readOr(file));
  if (document.errors.length > 0) throw new Unusable(`${file} cannot be read: mend it first.`);
  return {
    file,
    has: (section) => document.has(section),
    text(path) {
      const value = document.getIn(path);
      return typeof value === 'string' ? value : undefined;
    },
    set: (path, value) => document.setIn(path, typeof value === 'object' ? document.createNode(value) : value),
    check: () => void readSettings(file, document.toString()),
    async write(pid) {
      const whole = document.toString();
      readSettings(file, whole);
      await replaceFile(file, whole, pid, 0o644);
    },
  };
}

const readOr = async (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw new Unusable(`${file} cannot be read (${codeOf(error)}).`);
  });
