import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { filesBelow, read, withoutComments } from './support/project.ts';

interface Layer {
  /** The layers it may import; each stands above it in the table. */
  readonly layers: readonly string[];
  /** The packages and Node modules it may import. */
  readonly packages: RegExp;
}

const model = 'protocol/model';
const wire = 'protocol/wire';

/** Who may import whom, ground first. What is not named is out of reach. */
const table: Readonly<Record<string, Layer>> = {
  [model]: { layers: [], packages: /^zod\/mini$/ },
  [wire]: { layers: [model], packages: /^zod\/mini$/ },
  client: { layers: [model, wire], packages: /^zod\/mini$/ },
  secrecy: { layers: [], packages: /^$/ },
  reports: { layers: [model, 'secrecy'], packages: /^(zod\/mini|node:fs\/promises|node:path)$/ },
  'bridge/domain': { layers: [model], packages: /^$/ },
  'bridge/ports': { layers: [model], packages: /^$/ },
  'bridge/app': { layers: [model, 'secrecy', 'bridge/domain', 'bridge/ports'], packages: /^(zod\/mini|node:crypto)$/ },
  'bridge/adapters': { layers: [model, 'secrecy', 'reports', 'bridge/ports'], packages: /./ },
  'bridge/server': {
    layers: [model, wire, 'bridge/ports', 'bridge/app'],
    packages: /^(node:.*|zod\/mini|ws|hono.*|@hono\/.*)$/,
  },
  bridge: {
    layers: [
      model,
      wire,
      'secrecy',
      'reports',
      'bridge/domain',
      'bridge/ports',
      'bridge/app',
      'bridge/adapters',
      'bridge/server',
    ],
    packages: /./,
  },
  'extension/connection': { layers: [model, wire, 'client'], packages: /^(?!vscode$)/ },
  extension: { layers: [model, wire, 'client', 'secrecy', 'reports', 'extension/connection'], packages: /./ },
  media: {
    layers: [model, wire, 'client'],
    packages: /^(zod\/mini|lit|lit\/.*|@vscode\/codicons\/.*)$/,
  },
};

/** The roots, and the one adapter that tells the time. */
const clocks = /^bridge\/(main\.ts|adapters\/clock\/system\/)|^extension\/extension\.ts$|^media\/main\.ts$/;
/** The panel's two hosts, and what the page's one is made of. */
const hosts = /^media\/(main|(host|page)-[\w-]+)\.ts$/;
const vendors = /\b(slack|github|gitlab|mattermost|jenkins|sqlite)\b/i;

/** Words that may be written in few places only. */
const onlyIn: readonly (readonly [word: RegExp, allowed: RegExp])[] = [
  [/\bprocess\.env\b/, /^bridge\/main\.ts$|^extension\/extension\.ts$/],
  [/\bgetConfiguration\(/, /^extension\/settings\.ts$/],
  [/\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/, clocks],
  [/\bMath\.random\b|\brandom(Bytes|UUID|Int)\b|\bgetRandomValues\b/, clocks],
  [/\bset(Timeout|Interval)\(/, clocks],
  [/\b(acquireVsCodeApi|sessionStorage|localStorage)\b/, hosts],
  [/\b(innerHTML|unsafeHTML|insertAdjacentHTML|document\.write)\b/, /^$/],
  [
    vendors,
    /^extension\/forges\/|^secrecy\/token-formats\.ts$|^reports\/find-file\.ts$|^bridge\/(adapters|cli|connect)\/|^bridge\/(main|compose|config)\.ts$/,
  ],
];

const sources = ['protocol', 'client', 'secrecy', 'reports', 'bridge', 'extension', 'media']
  .flatMap(filesBelow)
  .filter((path) => path.endsWith('.ts'));
const codeOf = new Map(sources.map((path) => [path, withoutComments(read(path))]));
const layerOf = (path: string) =>
  Object.keys(table)
    .filter((layer) => path.startsWith(`${layer}/`))
    .toSorted((a, b) => b.length - a.length)[0];

/** The folder of one adapter, where a file is in one. */
const vendorOf = (path: string) => /^bridge\/adapters\/\w[\w-]*\/[\w-]+\//.exec(path)?.[0];

/** What a file imports: paths from the root for our own files, names for the rest. */
function importsOf(path: string): string[] {
  const found = (codeOf.get(path) ?? '').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, name = '']) => (name.startsWith('.') ? join(dirname(path), name) : name));
}

/** Each offence of each file, as a line to read. */
function offences(judge: (path: string, code: string) => readonly string[]): string[] {
  return [...codeOf].flatMap(([path, code]) => judge(path, code).map((offence) => `${path}: ${offence}`));
}

describe('the architecture', () => {
  it('has a table in which each layer uses only layers above it', () => {
    const names = Object.keys(table);
    const upward = names.flatMap((name, at) => table[name]?.layers.filter((other) => names.indexOf(other) >= at) ?? []);
    expect(upward).toEqual([]);
    expect(sources.filter((path) => layerOf(path) === undefined)).toEqual([]);
  });

  it('lets each layer import what the table allows, and nothing else', () => {
    const strays = offences((path) => {
      const layer = layerOf(path) ?? '';
      const { layers, packages } = table[layer] ?? { layers: [], packages: /^$/ };
      return importsOf(path).filter((name) => {
        if (!sources.includes(name)) return !packages.test(name);
        const other = layerOf(name) ?? '';
        return other !== layer && !layers.includes(other);
      });
    });
    expect(strays).toEqual([]);
  });

  it('lets no adapter see another', () => {
    const strays = offences((path) =>
      importsOf(path).filter((name) => vendorOf(name) !== undefined && vendorOf(name) !== vendorOf(path)),
    );
    expect(strays.filter((stray) => stray.startsWith('bridge/adapters/'))).toEqual([]);
  });

  it('lets the panel know its protocol, and only its hosts the session', () => {
    const strays = offences((path) => {
      if (!path.startsWith('media/') || hosts.test(path)) return [];
      return importsOf(path).filter(
        (name) => name.startsWith('client/') || (name.startsWith(wire) && name !== `${wire}/panel.ts`),
      );
    });
    expect(strays).toEqual([]);
  });

  it('writes no word that belongs elsewhere', () => {
    const strays = offences((path, code) =>
      onlyIn.filter(([, allowed]) => !allowed.test(path)).flatMap(([word]) => word.exec(code)?.[0] ?? []),
    );
    expect(strays).toEqual([]);
  });

  it('keeps ports at seven members', () => {
    const ports = offences((path, code) => {
      if (!path.startsWith('bridge/ports/')) return [];
      const found = code.matchAll(
        /^export interface (Accounts|Bus|ChatPlatform|CiProvider|Clock|Files|Forge|Hook|Ids|Log|Store) \{\n([\s\S]*?)^\}/gm,
      );
      return [...found]
        .filter(([, , body = '']) => [...body.matchAll(/^ {2}\w/gm)].length > 7)
        .map(([, name = '']) => name);
    });
    expect(ports).toEqual([]);
  });
});

describe('every file', () => {
  const written = filesBelow().filter((path) => /\.(ts|mjs|css)$/.test(path));

  it('fits in 250 lines', () => {
    const long = written.filter((path) => read(path).trimEnd().split('\n').length > 250);
    expect(long).toEqual([]);
  });

  it('is named by kebab-case nouns, in folders that say what is in them', () => {
    const vague = /(^|\/)(utils?|common|helpers?|types|core|services|lib)(\/|\.\w+$)/;
    const odd = written.filter((path) => vague.test(path) && path !== 'extension/services.ts');
    expect(odd).toEqual([]);
    expect(written.filter((path) => !/^[a-z0-9./-]+$/.test(path))).toEqual([]);
  });

  it('keeps no state in its module, exports by name, and re-exports nothing', () => {
    const strays = offences((_, code) =>
      [/^(export )?(let|var) /m, /^export default /m, /^export (type )?(\*|\{[^}]*\}) from/m].flatMap(
        (word) => word.exec(code)?.[0] ?? [],
      ),
    );
    expect(strays).toEqual([]);
  });

  it('leaves nothing for later, and no test out', () => {
    // Written in two parts, so that this file does not hold them.
    const later = new RegExp(`\\b(${['TO:DO', 'FIX:ME', 'HA:CK'].map((word) => word.replace(':', '')).join('|')})\\b`);
    const out = /\b(it|test|describe)\.(only|skip|todo)\b/;
    const strays = written.filter((path) => later.test(read(path)) || out.test(withoutComments(read(path))));
    expect(strays).toEqual([]);
  });
});
