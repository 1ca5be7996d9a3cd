import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { chromiumHere } from './chromium.ts';
import { type EditorFiles, installEditor } from './install-editor.ts';

/** What the end-to-end tests run on. `missing` says in words what this machine lacks; then they are skipped. */
export type Stage =
  | { readonly missing: string }
  | { readonly chromium: string; readonly editor: EditorFiles; readonly vsix: string };

declare module 'vitest' {
  export interface ProvidedContext {
    stage: Stage;
  }
}

const vsix = join(import.meta.dirname, '..', '..', 'dist', 'shiproom.vsix');

/** Runs once before all end-to-end tests. Where CI is set, what is missing is a failure. */
export default async function setup(project: TestProject): Promise<void> {
  const stage = await prepare((text) => process.stderr.write(`shiproom: ${text}\n`));
  if ('missing' in stage) {
    if (process.env['CI']) throw new Error(stage.missing);
    process.stderr.write(`shiproom: the end-to-end tests are skipped: ${stage.missing}\n`);
  }
  project.provide('stage', stage);
}

async function prepare(say: (text: string) => void): Promise<Stage> {
  const chromium = chromiumHere();
  if (chromium === undefined) return { missing: 'no Chromium here (apt-get install chromium, or name it in CHROMIUM)' };
  if (process.platform !== 'linux') return { missing: 'the editor under test installs on Linux only' };
  if (!existsSync(vsix)) return { missing: 'dist/shiproom.vsix is not built (npm run package)' };
  try {
    return { chromium, editor: await installEditor(say), vsix };
  } catch (error) {
    return { missing: `the editor did not install: ${error instanceof Error ? error.message : String(error)}` };
  }
}
