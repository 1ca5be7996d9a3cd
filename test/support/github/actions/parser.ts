import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Expressions from '@actions/expressions';
import type * as WorkflowParser from '@actions/workflow-parser';
import { build } from 'esbuild';

export type Parser = typeof Expressions & typeof WorkflowParser;

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const bundle = join(root, 'node_modules/.cache/shiproom/actions-parser-0.3.61.mjs');

/**
 * GitHub's own parser of workflows and their expressions. It imports JSON in a way that Node refuses, so it is bundled at first use, and
 * kept beside the other caches.
 */
export async function loadParser(): Promise<Parser> {
  const there = await stat(bundle).catch(() => undefined);
  if (!there) {
    await mkdir(dirname(bundle), { recursive: true });
    const outfile = `${bundle}.${process.pid}.mjs`;
    await build({
      stdin: {
        contents: "export * from '@actions/workflow-parser'; export * from '@actions/expressions';",
        resolveDir: root,
      },
      bundle: true,
      external: ['yaml'],
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      outfile,
    });
    await rename(outfile, bundle);
  }
  return (await import(/* @vite-ignore */ pathToFileURL(bundle).href)) as Parser;
}
