import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sha } from '../support/samples.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';
import { on, settled, watch as watchFrom } from './watched-tests.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

interface Typed {
  readonly confidence?: number;
  readonly cwd?: InstanceType<typeof stub.Uri> | undefined;
}

function watch() {
  const watched = watchFrom(['terminal']);
  const begin = async (value: string, typed: Typed = {}) => {
    const cwd = 'cwd' in typed ? typed.cwd : stub.Uri.file('/work/place/api');
    const execution = { commandLine: { value, confidence: typed.confidence ?? 2, isTrusted: true }, cwd };
    editor.fires.commandBegun.fire({ execution });
    await settled();
    return async (exitCode: number | undefined) => {
      editor.fires.commandEnded.fire({ execution, exitCode });
      await settled();
    };
  };
  const told = () => watched.results.of(on('main'))?.told;
  const run = async (value: string, exitCode?: number, typed?: Typed) => {
    await (await begin(value, typed))(exitCode);
    return told();
  };
  return { ...watched, begin, run, told };
}

describe('tests that ran in a terminal', () => {
  it('are the commands of the user’s patterns, by their exit code', async () => {
    const { run } = watch();
    expect(await run('npm test -- --token hunter22', 0)).toEqual({
      task: 'npm test in the terminal',
      outcome: 'passed',
      commit: sha('a'),
      dirty: true,
      endedAt: 77,
    });
    expect(await run('  CI=1 FOO= npm test 2>&1', 3)).toMatchObject({ outcome: 'failed' });
  });

  it.each([
    ['another command', 'npm run build', 0, {}],
    ['one without an exit code', 'npm test', undefined, {}],
    ['one whose words VS Code guesses', 'npm test', 0, { confidence: 0 }],
    ['one in a folder that nobody knows', 'npm test', 0, { cwd: undefined }],
    ['one in a folder of no repository', 'npm test', 0, { cwd: stub.Uri.file('/elsewhere') }],
    ['one on another machine', 'npm test', 0, { cwd: stub.Uri.from({ scheme: 'ssh', path: '/work/place' }) }],
    ['one of two', 'npm test; true', 0, {}],
    ['one that another follows', 'npm test && deploy', 1, {}],
    ['one whose output goes into another', 'npm test | tee log', 0, {}],
    ['one in the background', 'npm test &', 0, {}],
    ['one that runs another', 'npm test $(deploy)', 1, {}],
  ])('are not %s', async (_, value, exitCode, typed) => {
    const { run, failures } = watch();
    expect(await run(value, exitCode, typed)).toBeUndefined();
    expect(failures).toEqual([]);
  });

  it('are that where such characters are quoted', async () => {
    const { run } = watch();
    expect(await run(`npm test -- -t 'a|b; c' "d & e" f\\;g`, 0)).toBeDefined();
  });

  it('are what VS Code knows the command to be when it ends', async () => {
    const { begin, told } = watch();
    const execution = { commandLine: { value: 'npm', confidence: 0 }, cwd: stub.Uri.file('/work/place') };
    editor.fires.commandBegun.fire({ execution });
    execution.commandLine = { value: 'npm test', confidence: 2 };
    editor.fires.commandEnded.fire({ execution, exitCode: 0 });
    await settled();
    expect(told()).toMatchObject({ outcome: 'passed' });
    await begin('npm test');
  });

  it('are followed by the patterns of now, and not at all once that is not wanted', async () => {
    const { run, set, choose } = watch();
    set({ terminal: ['make *check?'] });
    expect(await run('npm test', 0)).toBeUndefined();
    expect(await run('make -j check1', 0)).toMatchObject({ task: 'make check in the terminal' });
    choose('tasks');
    expect(await run('make -j check1', 1)).toBeUndefined();
    expect([...editor.live].filter((each) => each.includes('Shell'))).toEqual([]);
  });

  it('are about no commit where HEAD moved while they ran', async () => {
    const { begin, told, check } = watch();
    const end = await begin('npm test');
    check(on('main', 'b'));
    await end(0);
    expect(told()).toBeUndefined();
  });
});
