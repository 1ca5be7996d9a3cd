import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import type { Environment } from './folders.ts';
import { codeOf, Unusable } from './unusable.ts';

/** Tokens by the names that they have in the environment. */
const Secrets = z.record(z.string().check(z.regex(/^SHIPROOM_[A-Z0-9_]+$/)), z.string());
export type Secrets = z.infer<typeof Secrets>;

export const secretsFile = (data: string): string => join(data, 'secrets.yaml');

const head = ` Tokens of this bridge, by their names in the environment, which wins where it has them too.
 Written by “npm start -- init”. Keep this file to yourself.`;

/** Reads the tokens that are kept in the data folder; none where there is no file. Fails with Unusable, also where others could read it. */
export async function readSecrets(data: string): Promise<Secrets> {
  const file = secretsFile(data);
  const found = await read(file);
  if (found === undefined) return {};
  const document = parseDocument(found, { prettyErrors: false });
  const secrets = document.errors.length === 0 ? Secrets.safeParse(document.toJS() ?? {}) : undefined;
  // What stands there is a secret: no word of it is repeated.
  if (!secrets?.success)
    throw new Unusable(`${file} is not a list of NAME: token. Write it anew by “npm start -- init”.`);
  return secrets.data;
}

async function read(file: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new Unusable(`${file} holds tokens, and others may read it. Run: chmod 600 '${file}'`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Unusable) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new Unusable(`${file} cannot be read (${codeOf(error)}).`);
  }
}

/** Keeps these tokens beside those that are there: whole or not at all, readable by this user alone. */
export async function writeSecrets(data: string, secrets: Secrets, pid: number): Promise<void> {
  const file = secretsFile(data);
  const document = parseDocument((await read(file)) ?? '');
  document.commentBefore ??= head;
  for (const [name, value] of Object.entries(secrets)) document.set(name, value);
  await replaceFile(file, document.toString(), pid, 0o600);
}

/** Writes a file beside its place first, so that nobody ever sees half of it. */
export async function replaceFile(file: string, text: string, pid: number, mode: number): Promise<void> {
  const draft = `${file}.${pid}`;
  await rm(draft, { force: true });
  try {
    await writeFile(draft, text, { mode, flag: 'wx' });
    await chmod(draft, mode);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new Unusable(`${file} cannot be written (${codeOf(error)}).`);
  }
}

/** The environment, with what is kept where it has nothing. */
export const withSecrets = (environment: Environment, secrets: Secrets): Environment => ({
  ...environment,
  ...Object.fromEntries(Object.entries(secrets).filter(([name]) => !environment[name])),
});
