import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { filesBelow, read, root } from './support/project.ts';

const pages = filesBelow().filter((path) => path.endsWith('.md'));
const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  contributes?: { commands: readonly { title: string; category: string }[]; configuration: { properties: object } };
};

/** Each finding of a pattern's first group in each page, as a pair to look up. */
function mentions(pattern: RegExp): { page: string; name: string }[] {
  return pages.flatMap((page) => [...read(page).matchAll(pattern)].map(([, name = '']) => ({ page, name })));
}

/** A path of ours in a text; the last part may be a pattern, and then its folder must be there. */
function isThere(path: string): boolean {
  const plain = path.replace(/\/?[^/]*\*.*$/, '');
  return existsSync(join(root, plain));
}

describe('the documentation', () => {
  it('names only files and folders that exist', () => {
    const ours = /`((?:bench|bridge|client|docs|extension|media|protocol|scripts|test|\.ci)\/[\w./*-]*)`/g;
    expect(mentions(ours).filter(({ name }) => !isThere(name))).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = mentions(/\]\((?!https?:|mailto:)([^)\s]+)\)/g);
    const dead = links.filter(({ page, name }) => {
      const [path = '', anchor] = name.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  it('names only npm scripts that there are', () => {
    const run = mentions(/\bnpm run ([\w:]+)/g).concat(mentions(/\bnpm (start|test)\b/g));
    expect(run.filter(({ name }) => !(name in manifest.scripts))).toEqual([]);
  });

  it('names only settings and commands that the extension has', () => {
    const { commands, configuration } = manifest.contributes ?? { commands: [], configuration: { properties: {} } };
    const words = JSON.parse(read('package.nls.json')) as Record<string, string>;
    const titles = commands.map(({ title, category }) => `${category}: ${words[title.slice(1, -1)]}`);
    const settings = mentions(/`(shiproom\.[a-z]\w*\.\w+)`/g);
    expect(settings.filter(({ name }) => !(name in configuration.properties))).toEqual([]);
    expect(mentions(/\*\*(Shiproom: [^*]+)\*\*/g).filter(({ name }) => !titles.includes(name))).toEqual([]);
  });
});

describe('a numbered rule', () => {
  const rule = /^(?:[-*]\s+)?\*\*\[?([A-Z]{1,3}\d+)\]?\*\*/gm;
  const stated = mentions(rule).map(({ name }) => name);
  const proofs = filesBelow('test').filter((path) => path.endsWith('.ts'));
  const proved = proofs.flatMap((path) =>
    [...read(path).matchAll(/\b(?:it|test)(?:\.\w+(?:\([^)]*\))?)?\(\s*['"`]((?:\[[A-Z]{1,3}\d+\]\s*)+)/g)].flatMap(
      ([, ids = '']) => [...ids.matchAll(/[A-Z]{1,3}\d+/g)].map(([name]) => ({ path, name })),
    ),
  );

  it('is stated once', () => {
    expect(stated.filter((name, at) => stated.indexOf(name) !== at)).toEqual([]);
  });

  it('is stated where a test or a page names it', () => {
    expect(proved.filter(({ name }) => !stated.includes(name))).toEqual([]);
    expect(mentions(/\[([A-Z]{1,3}\d+)\](?!\()/g).filter(({ name }) => !stated.includes(name))).toEqual([]);
  });

  it('has a test whose name begins with its number', () => {
    const names = new Set(proved.map(({ name }) => name));
    expect(stated.filter((name) => !names.has(name))).toEqual([]);
  });
});

/** As GitHub makes them from headings. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+\s+(.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
