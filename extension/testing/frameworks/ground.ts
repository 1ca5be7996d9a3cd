/** A folder above a test's file, or the file's own. */
export interface Folder {
  /** From the repository's root; empty for the root itself. */
  readonly path: string;
  /** What of interest is in it, by name, with the text where that is read. */
  readonly files: ReadonlyMap<string, string>;
}

/** What is known of the place where a test stands. */
export interface Ground {
  /** The repository's folder. */
  readonly root: string;
  /** The test's file, from the root. */
  readonly file: string;
  /** The file's text today. */
  readonly text: string;
  /** From the file's own folder up to the root. */
  readonly folders: readonly Folder[];
  readonly windows: boolean;
}

/** How a test is run: a program with its arguments, for which no shell is needed. */
export interface Plan {
  readonly framework: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Where it runs, from the repository's root. */
  readonly folder: string;
  /** The whole file is run, since a test of that name cannot be told from the others. */
  readonly whole: boolean;
}

/** Why a test is not run, rather than another one. */
export type Unfit =
  | 'no-file'
  | 'no-framework'
  | 'several-frameworks'
  | 'not-installed'
  | 'own-options'
  | 'not-in-file'
  | 'windows';

/** Plans the run of one test of a language; undefined where the file is none of that language's. */
export type Planner = (name: string, ground: Ground) => Plan | Unfit | undefined;

/** The nearest folder that has one of these. */
export const nearest = ({ folders }: Ground, ...names: readonly string[]): Folder | undefined =>
  folders.find(({ files }) => names.some((name) => files.has(name)));

/** The whole path of the nearest file of this name, from a folder upwards. */
export function nearestFile({ root, folders }: Ground, from: Folder, name: string): string | undefined {
  const found = folders.slice(folders.indexOf(from)).find(({ files }) => files.has(name));
  return found && [root, found.path, name].filter(Boolean).join('/');
}

/** A file's path as it is written in a folder above it; never like an option. */
export function within({ path }: Folder, file: string): string {
  const below = path === '' ? file : file.slice(path.length + 1);
  return below.startsWith('-') ? `./${below}` : below;
}

/** The last part of a test's name: what stands behind its suites, without the values that it was run with. */
export function lastPart(name: string): string {
  const last = name.split(/ › | > |::|(?<=\w)\.(?=\w+(?:[([]|$))/).at(-1) ?? '';
  return last.trim().replace(/[([].*$/s, '');
}

/** Whether a text is a name that any language takes, and no pattern. */
export const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

/** A text as a pattern that matches just it. */
export const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
