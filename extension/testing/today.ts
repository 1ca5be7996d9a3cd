import * as vscode from 'vscode';
import type { Sha } from '../../protocol/model/ids.ts';
import { candidatesOf } from '../../protocol/model/places.ts';
import type { Checkout } from '../sources/checkout.ts';
import { type Carry, carry } from './carry-line.ts';
import { slashed } from './commit-files.ts';
import { type At, createCommitMemory, type Then } from './commit-memory.ts';
import { type PresentFile, presentFile } from './present-file.ts';
import type { QuietGit } from './quiet-git.ts';

interface Here {
  readonly uri: vscode.Uri;
  /** From the repository's root, as it is called today. */
  readonly file: string;
  /** From 1; absent where the run named none. */
  readonly line?: number;
}

/** Where a place of a run's commit is in the working tree, what is not saved yet included. */
export type Today =
  /** `same` and `moved`: the line says the same; `changed`: it says something like it. */
  | (Here & { readonly state: 'same' | 'moved' | 'changed' })
  /** The line no longer exists; `line` is where it stood. */
  | (Here & { readonly state: 'gone' })
  | { readonly state: 'file-gone'; readonly file: string }
  /** The commit is not in this repository, so this is the run's own line. */
  | (Here & { readonly state: 'unfetched' })
  /** No file of this repository is meant, or nothing may be looked at. */
  | { readonly state: 'unknown' };

/** Carries the places that runs of CI name to where they are now. */
export interface TodayLines {
  /** Asked for many places at once it looks at each commit once. */
  of(file: string, line: number | undefined, commit: Sha): Promise<Today>;
}

export interface TodayOptions {
  readonly checkout: () => Pick<Checkout, 'root' | 'at' | 'changes'> | undefined;
  readonly git: () => Promise<QuietGit>;
  readonly now: () => number;
}

const unknown: Today = { state: 'unknown' };
const mostCarries = 200;

/** Reads nothing before the workspace is trusted. It holds only what it has read, so that it may be left without a word. */
export function createTodayLines({ checkout, git, now }: TodayOptions): TodayLines {
  const memory = createCommitMemory(git, now);
  const carries = new Map<string, { readonly version: string; readonly carry: Promise<Carry> }>();

  const carryOf = async (then: Then, present: PresentFile): Promise<Carry> => {
    const key = `${then.blob} ${present.uri.toString()}`;
    const known = carries.get(key);
    if (known?.version === present.version) return known.carry;
    const made = present.read().then((text) => carry(then.text, text));
    carries.set(key, { version: present.version, carry: made });
    for (const oldest of carries.keys()) if (carries.size > mostCarries) carries.delete(oldest);
    try {
      return await made;
    } catch (error) {
      carries.delete(key);
      throw error;
    }
  };

  return {
    async of(file, line, commit) {
      const here = checkout();
      if (!vscode.workspace.isTrusted || !here) return unknown;
      const at: At = { root: here.root, commit, state: JSON.stringify([here.at, here.changes]) };
      const then = await memory.file(at, file);
      if (then === undefined) return unknown;
      if (then === 'absent') return unfetched(here.root, file, line);
      const [path, present] = await follow(here.root, then.path, async () => memory.nameNow(at, then));
      if (!present) return { state: 'file-gone', file: then.path };
      const { uri } = present;
      const still = path === then.path ? 'same' : 'moved';
      const carried = line === undefined ? undefined : (await carryOf(then, present)).of(line);
      if (!carried) return { state: still, uri, file: path };
      const state = carried.state === 'kept' ? (carried.line === line ? still : 'moved') : carried.state;
      return { state, uri, file: path, line: carried.line };
    },
  };
}

/** The file where it is, else where git finds that it went. */
async function follow(
  root: string,
  path: string,
  nameNow: () => Promise<string | undefined>,
): Promise<readonly [path: string, present: PresentFile | undefined]> {
  const present = await presentFile(root, path);
  if (present) return [path, present];
  const other = await nameNow();
  return other === undefined ? [path, undefined] : [other, await presentFile(root, other)];
}

/** The first file of the working tree that the run may have meant. */
async function unfetched(root: string, name: string, line: number | undefined): Promise<Today> {
  for (const file of candidatesOf(slashed(name))) {
    const present = await presentFile(root, file);
    if (present) return { state: 'unfetched', uri: present.uri, file, ...(line !== undefined && { line }) };
  }
  return unknown;
}

/** What is to be said of a place that is not simply there; undefined where it is. */
export function todayWords({ state }: Today): string | undefined {
  switch (state) {
    case 'changed':
      return vscode.l10n.t('this line has changed since');
    case 'gone':
      return vscode.l10n.t('this line no longer exists');
    case 'file-gone':
      return vscode.l10n.t('this file no longer exists');
    case 'unfetched':
      return vscode.l10n.t('line of the run, whose commit is not here');
    case 'same':
    case 'moved':
    case 'unknown':
      return undefined;
  }
}
