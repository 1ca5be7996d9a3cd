import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startFront } from './front.ts';
import { painted } from './png/palette.ts';
import { readPng } from './png/read.ts';
import { writePng } from './png/write.ts';
import { stepOf } from './tab/guide.ts';
import type { Acts } from './team/acts.ts';
import type { Seen } from './team/facts.ts';
import { cues, nextOf, seeded } from './team/play.ts';

const nothing: Seen = {
  shared: false,
  rerun: false,
  green: false,
  said: false,
  asked: false,
  answered: false,
  refundRed: false,
};
const all: Seen = { shared: true, rerun: true, green: true, said: true, asked: true, answered: true, refundRed: true };

describe('the demo', () => {
  it('lets in who has the key, by its own address alone, and no page of elsewhere', async () => {
    const key = 'a'.repeat(32);
    const front = await startFront({ key }, async (_request, response) => void response.end('in'));
    const ask = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${front.origin}${path}`, { headers }, (answer) => resolve(answer.resume().statusCode))
          .on('error', reject)
          .end();
      });
    const cookie = `shiproom-demo=${key}`;
    expect(await ask('/', {})).toBe(403);
    expect(await ask(`/?key=${'b'.repeat(32)}`, {})).toBe(403);
    expect(await ask(`/?key=${key}`, {})).toBe(200);
    expect(await ask('/', { cookie })).toBe(200);
    expect(await ask('/', { cookie, origin: 'http://example.org' })).toBe(403);
    expect(await ask('/', { cookie, host: 'example.org' })).toBe(403);
    await front.close();
  });

  it('plays each act once, none before its time, and ends', () => {
    const done = new Set<keyof Acts>();
    expect(nextOf(done, nothing)).toBeUndefined();
    for (let cue = nextOf(done, all); cue; cue = nextOf(done, all)) done.add(cue.act);
    expect(done.size).toBe(cues.length);
    const [one, other] = [seeded(7), seeded(7)];
    expect([one(), one()]).toEqual([other(), other()]);
  });

  it('says what to do next, whatever was done before its turn', () => {
    expect(stepOf(nothing).number).toBe(1);
    expect(stepOf({ ...nothing, rerun: true }).number).toBe(1);
    expect(stepOf({ ...nothing, shared: true, rerun: true }).number).toBe(3);
    expect(stepOf(all)).toMatchObject({ number: 6, of: 5 });
  });

  it('writes pictures of few colours that read as they were', () => {
    const rgb = Buffer.from([0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255, 9, 9, 9, 7, 8, 9]);
    const { colours, pixels } = painted({ width: 3, height: 2, rgb });
    const back = Buffer.concat([...pixels].map((index) => colours.subarray(index * 3, index * 3 + 3)));
    expect(back).toEqual(rgb);
    expect(() => readPng(writePng(painted({ width: 3, height: 2, rgb })))).toThrow('no picture');
  });
});
