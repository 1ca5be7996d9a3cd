/**
 * A program of ours (a path) or of a package (its name). `bridge` programs run where the person stood, with the person's own path.
 * @typedef {{ program: string, args: readonly string[], bridge?: boolean }} Step
 *
 * Steps are done in order; the first that fails ends the task, unless all are wanted.
 * @typedef {{ steps: readonly Step[], all?: boolean }} Task
 */

/** @type {(program: string, ...args: string[]) => Step} */
const step = (program, ...args) => ({ program, args });

const vsix = 'dist/shiproom.vsix';
const panel = step('scripts/build.mjs', '--panel');
const release = step('scripts/build.mjs', '--release');
// Without a `repository` vsce would ask in a terminal, and knows no base for the README's links.
const pack = step(
  '@vscode/vsce',
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  '--out',
  vsix,
);

/** @type {Readonly<Record<string, Task>>} */
const tasks = {
  // A bridge under test serves the panel.
  test: { steps: [panel, step('vitest', 'run')] },
  'test:e2e': { steps: [release, pack, step('vitest', 'run', '--config', 'vitest.e2e.config.ts')] },
  check: {
    all: true,
    steps: [
      step('@biomejs/biome', 'format'),
      step('oxlint'),
      step('typescript', '-b'),
      step('knip'),
      step('scripts/manifest.ts', '--check'),
    ],
  },
  format: { steps: [step('@biomejs/biome', 'format', '--write')] },
  manifest: {
    steps: [
      step('scripts/schema.ts'),
      step('@biomejs/biome', 'format', '--write', 'media/schema'),
      step('scripts/manifest.ts'),
    ],
  },
  build: { steps: [step('scripts/build.mjs')] },
  package: { steps: [release, pack] },
  demo: { steps: [release, pack, step('test/demo/main.ts')] },
  'bench:api': { steps: [step('bench/api-calls.ts')] },
  'bench:activation': { steps: [release, pack, step('bench/activation.ts')] },
  'replay:day': { steps: [step('bench/replay-day.ts')] },
  'replay:deliveries': { steps: [step('scripts/replay-deliveries.ts')] },
};

/**
 * What `npm run NAME -- REST` does; the rest goes to its last step. Throws where there is no such task.
 * @param {string} name
 * @param {readonly string[]} rest
 * @returns {Task}
 */
export function taskNamed(name, rest) {
  if (name === 'start') return bridgeTask(rest, false);
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (!task) throw new Error(`no task ${name}; there are: ${['start', ...Object.keys(tasks)].join(', ')}`);
  const last = task.steps.length - 1;
  return {
    ...task,
    steps: task.steps.map((each, index) => (index === last ? { ...each, args: [...each.args, ...rest] } : each)),
  };
}

const aboutAll = ['--help', '-h', '--version', '-V'];

/**
 * A verb of the bridge, `start` where none is named. Only `start` shows the panel, which is then built if it is stale.
 * @param {readonly string[]} args
 * @param {boolean} bundled
 * @returns {Task}
 */
export function bridgeTask(args, bundled) {
  const first = args[0] ?? '-';
  const verb = first.startsWith('-') && !aboutAll.includes(first) ? ['start'] : [];
  const bridge = { program: bundled ? 'dist/bridge.mjs' : 'bridge/main.ts', args: [...verb, ...args], bridge: true };
  const isStart = bridge.args[0] === 'start';
  return { steps: isStart && !bundled ? [panel, bridge] : [bridge] };
}
