import { describe, expect, it } from 'vitest';
import { bridgeTask, taskNamed } from '../../scripts/entry/tasks.mjs';
import { read } from '../support/project.ts';

const bridgeArgs = (...args: string[]) => bridgeTask(args, false).steps.at(-1)?.args;

describe('the tasks', () => {
  it('are those of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [name, line] of Object.entries(scripts)) {
      expect(line).toBe(`node scripts/run.mjs ${name}`);
      expect(taskNamed(name, []).steps.length).toBeGreaterThan(0);
    }
    expect(() => taskNamed('nope', [])).toThrow(/no task nope; there are: start, test, /);
    expect(() => taskNamed('constructor', [])).toThrow(/no task/);
  });

  it('hand what is added on the command line to their last step', () => {
    const { steps } = taskNamed('package', ['--pre-release']);
    expect(steps.at(0)?.args).not.toContain('--pre-release');
    expect(steps.at(-1)?.args.at(-1)).toBe('--pre-release');
  });

  it('start the bridge where no verb is named, with a panel that is built', () => {
    expect(bridgeArgs()).toEqual(['start']);
    expect(bridgeArgs('--port', '0')).toEqual(['start', '--port', '0']);
    expect(bridgeTask([], false).steps.map(({ program }) => program)).toEqual(['scripts/build.mjs', 'bridge/main.ts']);
    expect(bridgeTask([], true).steps.map(({ program }) => program)).toEqual(['dist/bridge.mjs']);
  });

  it('pass another verb on, and build nothing for it', () => {
    expect(bridgeArgs('invite', 'bo')).toEqual(['invite', 'bo']);
    expect(bridgeArgs('--help')).toEqual(['--help']);
    expect(bridgeTask(['invite', 'bo'], false).steps).toHaveLength(1);
  });
});
