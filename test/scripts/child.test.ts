import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { withoutOurTools } from '../../scripts/entry/child.mjs';
import { root } from '../support/project.ts';

const module = JSON.stringify(join(root, 'scripts/entry/child.mjs'));
/** Says its id, then waits; says what ends it. */
const sleeper = `process.on('SIGTERM', () => { console.log('told'); process.exit(7); }); console.log(process.pid); setInterval(() => {}, 1000);`;
const program = `
  import { run } from ${module};
  process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(sleeper)}], {});
`;

function linesOf(stream: NodeJS.ReadableStream) {
  const lines = createInterface(stream)[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value);
}

describe('a child', () => {
  it('is told of a signal, and its exit code is ours', async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(parent, 'exit');
    const next = linesOf(parent.stdout);
    await next();
    parent.kill('SIGTERM');
    expect(await next()).toBe('told');
    expect(await ended).toEqual([7, null]);
  });

  it.each(['SIGQUIT', 'SIGTERM'] as const)(
    'is told of %s even if that comes at its very first instant',
    async (signal) => {
      const early = `
      import childProcess from 'node:child_process';
      import { syncBuiltinESMExports } from 'node:module';
      const { spawn } = childProcess;
      childProcess.spawn = (...words) => {
        const child = spawn(...words);
        process.kill(process.pid, '${signal}');
        return child;
      };
      syncBuiltinESMExports();
      const { run } = await import(${module});
      process.exitCode = await run('sleep', ['30'], {});
    `;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', early], { stdio: 'ignore' });
      expect(await once(parent, 'exit')).toEqual([128 + constants.signals[signal], null]);
    },
  );

  it('ends when the shell above us dies, which tells nobody', async () => {
    const script = `"${process.execPath}" --input-type=module -e "$PROGRAM" & wait`;
    const shell = spawn('sh', ['-c', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PROGRAM: program },
    });
    const next = linesOf(shell.stdout);
    await next();
    shell.kill('SIGKILL');
    expect(await next()).toBe('told');
  });

  it('gives 128 and the signal’s number where a signal ended it', async () => {
    const line = `import { run } from ${module}; process.exitCode = await run('sh', ['-c', 'kill -KILL $$'], {});`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', line], { stdio: 'ignore' });
    expect(await once(parent, 'exit')).toEqual([137, null]);
  });

  it('sees the person’s path, without our own tools, where it is the bridge', () => {
    const before = process.env['PATH'];
    process.env['PATH'] = `${join(root, 'node_modules/.bin')}:/usr/bin`;
    try {
      expect(withoutOurTools(join(root, 'node_modules'))['PATH']).toBe('/usr/bin');
    } finally {
      process.env['PATH'] = before;
    }
  });
});
