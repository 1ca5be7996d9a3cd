import * as z from 'zod/mini';
import {
  escaped,
  type Folder,
  type Ground,
  nearestFile,
  type Plan,
  type Planner,
  type Unfit,
  within,
} from './ground.ts';
import { hasTests, titlePattern } from './titles.ts';

interface Framework {
  readonly name: string;
  /** The package that has it, and its program there. */
  readonly from: string;
  readonly program: string;
  /** Whether a file that uses it always says so. */
  readonly imported: boolean;
  readonly imports: RegExp;
  readonly args: (file: string, pattern: string | undefined) => readonly string[];
}

const option = (name: string, pattern: string | undefined) => (pattern === undefined ? [] : [`${name}=${pattern}`]);

const frameworks: readonly Framework[] = [
  {
    name: 'vitest',
    from: 'vitest',
    program: 'node_modules/vitest/vitest.mjs',
    imported: false,
    imports: /['"]vitest['"]/,
    args: (file, pattern) => ['run', file, ...option('--testNamePattern', pattern)],
  },
  {
    name: 'jest',
    from: 'jest',
    program: 'node_modules/jest/bin/jest.js',
    imported: false,
    imports: /['"]@jest\/globals['"]/,
    args: (file, pattern) => ['--runTestsByPath', file, ...option('--testNamePattern', pattern)],
  },
  {
    name: 'mocha',
    from: 'mocha',
    program: 'node_modules/mocha/bin/mocha.js',
    imported: false,
    imports: /['"]mocha['"]/,
    args: (file, pattern) => ['--fail-zero', ...option('--grep', pattern), file],
  },
  {
    name: 'playwright',
    from: '@playwright/test',
    program: 'node_modules/@playwright/test/cli.js',
    imported: true,
    imports: /['"]@playwright\/test['"]/,
    args: (file, pattern) => ['test', `${escaped(file)}$`, ...option('--grep', pattern)],
  },
];

const Manifest = z.object({
  scripts: z.optional(z.record(z.string(), z.unknown())),
  dependencies: z.optional(z.record(z.string(), z.unknown())),
  devDependencies: z.optional(z.record(z.string(), z.unknown())),
  mocha: z.optional(z.unknown()),
});
type Manifest = z.infer<typeof Manifest>;

const sources = /\.[cm]?[jt]sx?$/;

/** Tests of JavaScript and TypeScript, by the nearest package that names a framework, in the words of the program that is installed. */
export const planJavaScript: Planner = (name, ground) => {
  if (!sources.test(ground.file)) return undefined;
  if (!hasTests(ground.text)) return 'not-in-file';
  const packages = ground.folders.flatMap((folder) => {
    const manifest = manifestOf(folder);
    return manifest ? [{ folder, manifest }] : [];
  });
  if (/['"]node:test['"]/.test(ground.text)) return planNode(ground, packages);
  const [chosen, folder] = choose(ground.text, packages);
  if (typeof chosen === 'string') return chosen;
  if (!folder) return 'no-framework';
  if (chosen.name === 'mocha' && hasOwnOptions(folder)) return 'own-options';
  const program = nearestFile(ground, folder.folder, chosen.program);
  if (program === undefined) return 'not-installed';
  const pattern = titlePattern(name, ground.text);
  const args = [program, ...chosen.args(within(folder.folder, ground.file), pattern)];
  return planOf(chosen.name, args, folder.folder, pattern === undefined);
};

interface Package {
  readonly folder: Folder;
  readonly manifest: Manifest;
}

const planOf = (framework: string, args: readonly string[], { path }: Folder, whole: boolean): Plan => ({
  framework,
  program: 'node',
  args,
  folder: path,
  whole,
});

function manifestOf({ files }: Folder): Manifest | undefined {
  try {
    return z.safeParse(Manifest, JSON.parse(files.get('package.json') ?? '')).data;
  } catch {
    return undefined;
  }
}

const scriptsOf = ({ scripts }: Manifest): readonly string[] =>
  Object.values(scripts ?? {}).filter((script) => typeof script === 'string');

const uses = ({ manifest }: Package, { from, name }: Framework): boolean =>
  from in { ...manifest.dependencies, ...manifest.devDependencies } ||
  scriptsOf(manifest).some((script) => new RegExp(String.raw`(?:^|[\s/])${name}(?:\s|$)`).test(script));

/** The framework that the file imports, else the only one that its nearest package with one can mean. */
function choose(
  text: string,
  packages: readonly Package[],
): readonly [framework: Framework | Unfit, of: Package | undefined] {
  const imported = frameworks.filter(({ imports }) => imports.test(text));
  const [only] = imported;
  if (imported.length > 1) return ['several-frameworks', undefined];
  if (only) return [only, packages.find((each) => uses(each, only)) ?? packages[0]];
  const home = packages.find((each) => frameworks.some((framework) => uses(each, framework)));
  if (!home) return ['no-framework', undefined];
  const named = frameworks.filter((framework) => uses(home, framework));
  const silent = named.filter((framework) => !framework.imported);
  const [one, more] = silent.length > 0 ? silent : named;
  return one && !more ? [one, home] : ['several-frameworks', undefined];
}

/** Whether the framework is told by its script what a file of its own would have to say. */
const hasOwnOptions = ({ folder, manifest }: Package): boolean =>
  manifest.mocha === undefined &&
  ![...folder.files.keys()].some((name) => name.startsWith('.mocharc')) &&
  scriptsOf(manifest).some((script) => /\bmocha\b.*\s-/.test(script));

const valued = /^(?:--import|--require|-r|--loader|--experimental-loader|--conditions|-C|--env-file)$/;

/** Node's own runner does not fail where no test has a name, so the whole file is run, with the options of the package's script. */
function planNode(ground: Ground, packages: readonly Package[]): Plan | Unfit {
  const script = (each: Package) =>
    scriptsOf(each.manifest).find((line) => /^node\s(?:.*\s)?--test(?:\s|$)/.test(line));
  const home = packages.find((each) => script(each) !== undefined);
  const line = home && script(home);
  if (!home || line === undefined) return 'no-framework';
  const words = line.split(/\s+/).slice(1);
  const options = words.filter((word, at) => word.startsWith('-') || valued.test(words[at - 1] ?? ''));
  if (/["'`$&|;<>\\]/.test(options.join(' ')) || /[&|;]/.test(line)) return 'own-options';
  return planOf('node:test', [...options, within(home.folder, ground.file)], home.folder, true);
}
