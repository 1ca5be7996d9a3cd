import { describe, expect, it } from 'vitest';
import { runLine } from '../../bridge/app/lines/run-line.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import { person } from '../support/samples.ts';
import { key, openRoutes, pull, repository, room, route } from './routes-scene.ts';

const ana = person('Ana');

async function open() {
  const scene = await openRoutes([
    route('people', ['general'], { exclude: { bots: true } }),
    route('web', ['web'], { include: { paths: ['web/**'] } }),
    route('failures', ['red'], { notify: 'failure' }),
  ]);
  let asked = 0;
  const explain = async (what: string, as = ana): Promise<string> => {
    asked += 1;
    const { world } = scene;
    const line = {
      mid: `explain-${asked}`,
      room,
      line: `explain ${what}`,
      expiresAt: world.clock.now() + 1000,
      about: key(),
    };
    const outcome = await runLine(world, as, { person: as.id, owner: false, member: false }, line);
    return outcome.ok ? outcome.value.reply.text : JSON.stringify(outcome.refusal);
  };
  return { ...scene, explain };
}

describe('explain', () => {
  it('replays an event through the routes as they are now, and says what became of it then', async () => {
    const { tells, ends, explain } = await open();
    await tells('feat/login', { pullRequest: pull({ author: 'dependabot', bot: true, paths: ['api/a.go'] }) });
    await ends('feat/login', 'failed');
    const said = await explain('1');
    expect(said).toContain('#1, feat/login went red at aaaaaaa: the tests failed.');
    const [now = '', then = ''] = said.split('What became of it then:');
    expect(now).toContain('route “people”: would not be posted: exclude.bots (true) fits');
    expect(now).toContain('route “web”: would not be posted: include.paths (web/**) does not fit');
    expect(now).toContain(
      'route “failures”: would be posted to memory red, in the thread of its card: notify: failure',
    );
    expect(then).toMatch(/memory red: waits.* · route “failures” to memory red: notify: failure/);
    expect(then).toContain('left · route “web”: include.paths (web/**) does not fit');
    // By now somebody else has taken it over: what was left would be told.
    await tells('feat/login', { pullRequest: pull({ paths: ['web/a.ts'] }) });
    expect(await explain('#1')).toContain(
      'route “web”: would be posted to memory web, in the thread of its card: include.paths (web/**) fits',
    );
  });

  it('finds an event by its number, its run, the run’s number, and its branch', async () => {
    const { tells, ends, explain } = await open();
    await tells('feat/login', { pullRequest: pull() });
    const run = await ends('feat/login', 'failed');
    const whole = await explain('1');
    expect(whole).toContain('went red');
    expect(await explain(run)).toBe(whole);
    expect(await explain('#1')).toBe(whole);
    expect(await explain('feat/login')).toBe(whole);
  });

  it('says of a run that made no news why it did not', async () => {
    const { ends, explain } = await open();
    const run = await ends('feat/login', 'passed');
    const said = await explain(run);
    expect(said).toContain('Nothing was said of tests #1 passed.');
    expect(said).toContain('left · it was not red before');
    expect(await explain('feat/login')).toContain('Nothing that a human should notice');
  });

  it('says what is not known, and nothing of what is for somebody else alone', async () => {
    const { world, explain } = await open();
    expect(await explain('nothing-such')).toBe('Nothing is known of nothing-such here.');
    expect(await explain('99')).toBe('Nothing is known of 99 here.');
    await decideOnce(world, async () => {
      const entry = {
        type: 'said' as const,
        at: 1,
        by: { type: 'bot' as const, name: 'Shiproom' },
        message: { text: 'for Bo alone', blocks: [] },
        to: person('Bo').id,
      };
      return { change: { at: 1, entries: [{ room, entry }] }, answer: () => undefined };
    });
    expect(await explain('1')).toBe('Nothing is known of 1 here.');
    expect(await explain('1', person('Bo'))).toContain('for one person alone');
    expect(repository).toBe(key().repository);
  });
});
