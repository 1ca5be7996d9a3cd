import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxItem } from '../../client/keep.ts';
import { Epoch } from '../../protocol/model/ids.ts';
import { mintMid } from '../../protocol/model/mid.ts';
import { createOutboxFile } from '../../extension/connection/outbox-file.ts';
import { createOutboxes } from '../../extension/connection/outboxes.ts';
import { key, room } from '../support/samples.ts';
import { origin } from './situations.ts';

let folder = '';
let path = '';
let aside: string[] = [];
const box = () => createOutboxFile(path, (where) => void aside.push(where));
const item = (text: string, part: Partial<OutboxItem> = {}): OutboxItem => ({
  mid: mintMid(1, new TextEncoder().encode(text.padEnd(10))),
  room,
  text,
  writtenAt: 1,
  ...part,
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiproom-outbox-'));
  path = join(folder, 'below', 'outbox.json');
  aside = [];
});
afterEach(() => rm(folder, { recursive: true }));

describe('the outbox on disk', () => {
  it('is empty at first, and gives back what was saved, to another window’s process too', async () => {
    expect(await box().load()).toEqual([]);
    const amends = { epoch: Epoch.parse('0'.repeat(32)), offset: 3, removes: false };
    const items = [
      item('changed', { amends }),
      item('one', { about: key() }),
      item('two', { refused: 'too long' }),
      item('drei ü 🙂'),
    ];
    await box().save(items);
    expect(await box().load()).toEqual(items);
  });

  it('saves in the order in which it was asked, so that the last wins', async () => {
    const keep = box();
    await Promise.all([keep.save([item('a')]), keep.save([item('a'), item('b')]), keep.save([item('b')])]);
    expect(await box().load()).toEqual([item('b')]);
    expect(await readdir(join(folder, 'below'))).toEqual(['outbox.json']);
  });

  it('[E3] keeps the former state where a write was torn before it was whole', async () => {
    const before = [item('acknowledged by nobody')];
    await box().save(before);
    const whole = JSON.stringify({ version: 1, items: [...before, item('new')] });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (length) => {
        await writeFile(`${path}.new`, whole.slice(0, length));
        expect(await box().load()).toEqual(before);
      }),
      { numRuns: 50 },
    );
    await box().save([item('after')]);
    expect(await box().load()).toEqual([item('after')]);
    expect(aside).toEqual([]);
  });

  it('[E3] is whole on the disk at every instant, whoever looks at it and whenever its writer dies', async () => {
    const keep = box();
    const [few, many] = [[item('few')], Array.from({ length: 200 }, (_, index) => item(`${index} ${'x'.repeat(500)}`))];
    await keep.save(few);
    const writer = { busy: true };
    const saved = Promise.all(Array.from({ length: 40 }, (_, turn) => keep.save(turn % 2 ? few : many)));
    const done = saved.finally(() => (writer.busy = false));
    let looks = 0;
    while (writer.busy) {
      const { items } = JSON.parse(await readFile(path, 'utf8')) as { items: unknown[] };
      expect([few.length, many.length]).toContain(items.length);
      looks += 1;
    }
    await done;
    expect(looks).toBeGreaterThan(5);
  });

  it('puts a file that it cannot read aside, says so, and goes on', async () => {
    await box().save([item('dear')]);
    const dear = await readFile(path, 'utf8');
    const spoilt = [dear.slice(0, -5), '', 'null', '{"version":2,"items":[]}', dear.replace('"web"', '"NOT A ROOM"')];
    for (const text of spoilt) {
      await writeFile(path, text);
      expect(await box().load()).toEqual([]);
      expect(await readFile(aside.at(-1) ?? '', 'utf8')).toBe(text);
    }
    expect(new Set(aside).size).toBe(spoilt.length);
    await box().save([item('new')]);
    expect(await box().load()).toEqual([item('new')]);
  });

  it('tells of a disk that does not take it, and takes the next', async () => {
    const keep = box();
    const blocker = await open(join(folder, 'below'), 'w');
    await blocker.close();
    await expect(keep.save([item('lost')])).rejects.toThrow(/EEXIST|ENOTDIR/);
    await rm(join(folder, 'below'));
    await keep.save([item('kept')]);
    expect(await keep.load()).toEqual([item('kept')]);
  });

  it.runIf(process.platform !== 'win32')('is for its user’s eyes only', async () => {
    await box().save([item('private')]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'below'))).mode & 0o777).toBe(0o700);
  });

  it('has one writer for each bridge', () => {
    const keepFor = createOutboxes(folder, () => undefined);
    expect(keepFor(origin)).toBe(keepFor(origin));
  });
});
