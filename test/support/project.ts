import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';

/** The clone that these tests stand in. */
export const root = join(import.meta.dirname, '..', '..');

const made = new Set(['.git', 'dist', 'node_modules', 'test-results']);

/** The project's own files below a folder, as paths from the root: not what is installed, built or written by a run. */
export function filesBelow(folder = '.'): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (made.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** TypeScript without its comments; the lines stay where they are. What looks like a comment in a string is none. */
export function withoutComments(source: string): string {
  const token = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(token, (text) => (/^\/[/*]/.test(text) ? text.replace(/[^\n]/g, '') : text));
}
