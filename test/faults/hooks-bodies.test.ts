import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { secret } from '../support/hook-server.ts';
import { deliveryHeaders, runPayload } from '../support/signed-hook.ts';

const MiB = 1024 * 1024;
const large = 25 * MiB;

interface Memory {
  readonly now: number;
  readonly most: number;
}

/** A bridge in a process of its own, for `work`; `memory` asks it for its own. */
async function withServer(
  args: readonly string[],
  work: (port: number, memory: () => Promise<Memory>) => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hooks-server.ts'), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = on(createInterface(child.stdout), 'line');
  const line = async () => String(((await lines.next()) as { value: string[] }).value[0]);
  try {
    const port = Number(await line());
    await work(port, async () => {
      child.stdin.write('?\n');
      return JSON.parse(await line()) as Memory;
    });
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

interface Sending {
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly text?: string;
  readonly bytes?: number;
  /** Goes away after it has written. */
  readonly leave?: boolean;
}

/** Posts a body as told, and answers the status; 0 where the connection ended without one. */
function send(port: number, { headers = {}, text, bytes = 0, leave = false }: Sending): Promise<number> {
  return new Promise((resolve) => {
    const posted = request({ port, method: 'POST', path: '/hooks/engine', agent: false, headers });
    posted.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      posted.destroy();
    });
    posted.on('error', () => resolve(0));
    if (text !== undefined) return void posted.end(text);
    void pour(posted, bytes).then(() => (leave ? posted.destroy() : posted.end()));
    return undefined;
  });
}

async function pour(posted: ReturnType<typeof request>, bytes: number): Promise<void> {
  const piece = Buffer.alloc(64 * 1024, 'x');
  const gone = new Promise((resolve) => posted.once('close', resolve));
  for (let left = bytes; left > 0 && !posted.destroyed; left -= piece.length) {
    if (!posted.write(piece.subarray(0, Math.min(left, piece.length))))
      await Promise.race([new Promise((resolve) => posted.once('drain', resolve)), gone]);
  }
}

const body = JSON.stringify(runPayload());
const signed = deliveryHeaders(body, secret);
const twice = body.replace('"kind":"run"', '"kind":"push","kind":"run"');
const bomb = gzipSync(Buffer.alloc(large));

/** Each with the answers that it may get. 0: the sender has gone before there was one. */
const kinds: Readonly<Record<string, Sending & { readonly answers: readonly number[] }>> = {
  'of 25 MiB': { headers: { ...signed, 'content-length': large }, bytes: large, answers: [413] },
  'of 25 MiB in chunks': { headers: signed, bytes: large, answers: [413] },
  'of 25 MiB that says 100 bytes': { headers: { ...signed, 'content-length': 100 }, text: body, answers: [400, 401] },
  'that ends before it said': {
    headers: { ...signed, 'content-length': 9 * MiB },
    bytes: MiB,
    leave: true,
    answers: [0],
  },
  'that says it is packed': {
    headers: { ...signed, 'content-encoding': 'gzip', 'content-length': bomb.length },
    text: bomb.toString('latin1'),
    answers: [415],
  },
  'that names a key twice': { headers: deliveryHeaders(twice, secret), text: twice, answers: [400] },
  'that is a form': {
    headers: { ...signed, 'content-type': 'application/x-www-form-urlencoded' },
    text: `payload=${encodeURIComponent(body)}`,
    answers: [415],
  },
};

/** Sends each kind `rounds` times, a few at once, and answers what came back, by kind. */
async function sendAll(port: number, rounds: number): Promise<Record<string, number[]>> {
  const answers: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(
      Object.entries(kinds).map(async ([kind, sending]) => {
        answers[kind] = [...(answers[kind] ?? []), await send(port, sending)];
      }),
    );
  }
  return answers;
}

/** How much more memory the bridge had at most while all that was sent. */
async function growth(port: number, memory: () => Promise<Memory>, rounds: number) {
  // What every first request costs is not what a body costs.
  for (let nth = 0; nth < 50; nth += 1) await send(port, { headers: signed, text: body });
  const before = await memory();
  const answers = await sendAll(port, rounds);
  const after = await memory();
  return { answers, grownMiB: (after.most - before.now) / MiB, startMiB: before.now / MiB };
}

describe('bodies that no delivery has', () => {
  it('[F35] are refused, and cost little memory', { timeout: 60_000 }, async () => {
    await withServer([], async (port, memory) => {
      const { answers, grownMiB, startMiB } = await growth(port, memory, 6);
      for (const [kind, { answers: allowed }] of Object.entries(kinds))
        expect([kind, [...new Set(answers[kind])].filter((status) => !allowed.includes(status))]).toEqual([kind, []]);
      const many = await Promise.all(Array.from({ length: 8 }, () => send(port, { headers: signed, bytes: large })));
      expect(many.filter((status) => status !== 413 && status !== 503)).toEqual([]);
      const atOnceMiB = (await memory()).most / MiB - startMiB;
      process.stdout.write(`[F35] eight at once: ${atOnceMiB.toFixed(1)} MiB\n`);
      // All that may be in memory, and what it takes to read it.
      expect(atOnceMiB).toBeLessThanOrEqual(40);
      process.stdout.write(`[F35] the bridge grew by ${grownMiB.toFixed(1)} MiB\n`);
      expect(grownMiB).toBeLessThanOrEqual(30);
      expect(await send(port, { headers: signed, text: body })).toBe(200);
    });
  });

  it('[F35] twin: cost more where there is no limit', { timeout: 60_000 }, async () => {
    await withServer([`${1024 * MiB}`], async (port, memory) => {
      const { answers, grownMiB } = await growth(port, memory, 6);
      expect(answers['of 25 MiB']).not.toContain(413);
      expect(grownMiB).toBeGreaterThan(30);
    });
  });
});
