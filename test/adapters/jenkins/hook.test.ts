import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createJenkinsHook, type JenkinsHookSettings } from '../../../bridge/adapters/jenkins/hook.ts';
import { partsOfRun, runOf } from '../../../bridge/adapters/jenkins/job-path.ts';
import type { Heard, RawDelivery } from '../../../bridge/ports/hook.ts';
import { PlatformError } from '../../../bridge/ports/platform-error.ts';
import { RepositoryId, RunId } from '../../../protocol/model/ids.ts';
import { manualClock } from '../../support/clock.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'jenkins');
const recorded = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    name: file.replace('.json', ''),
    body: (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { body: Record<string, unknown> }).body,
  }));
const bodyOf = (name: string) => recorded.find((each) => each.name === name)?.body;

const repository = RepositoryId.parse('github.com/evgeny-goldin/asgard');
const clock = manualClock();
const hookOf = (settings: Partial<JenkinsHookSettings> = {}) =>
  createJenkinsHook({
    id: 'jenkins',
    ci: 'jenkins',
    tokens: ['old secret', 'secret'],
    jobs: new Map([[repository, [{ job: 'asgard' }]]]),
    clock,
    ...settings,
  });
const basic = (password: string) => `Basic ${Buffer.from(`jenkins:${password}`).toString('base64')}`;
const delivery = (body: unknown, authorization: string | undefined = basic('secret')): RawDelivery => ({
  headers: authorization === undefined ? {} : { authorization },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  at: 5,
});

/** What a delivery does, in a few words. */
function summary(heard: Heard): string {
  if (heard.type !== 'heard') return heard.type === 'ignored' ? `ignored: ${heard.event}` : heard.type;
  const { report, event } = heard;
  return `${event}, ${report?.run} ${report?.state} of ${report?.of?.branch ?? 'an unknown branch'}`;
}

const table: Readonly<Record<string, string>> = {
  'completed-unstable': 'build.completed, jenkins/asgard/q1204 failed of master',
  'documented-completed': 'ignored: build.completed',
  'finalized-unstable': 'build.finalized, jenkins/asgard/q1204 failed of master',
  'manual-step': 'ignored: build.none',
  'multibranch-finalized-aborted':
    'build.finalized, jenkins/asgard/feature:252Fhammer/q1209 cancelled of feature/hammer',
  'multibranch-finalized-failure': 'build.finalized, jenkins/asgard/feature:252Fhammer/q1207 failed of feature/hammer',
  'projectmonitor-started': 'ignored: build.started',
  'pull-request-finalized': 'ignored: build.finalized',
  queued: 'build.queued, jenkins/asgard/q1204 queued of an unknown branch',
  started: 'build.started, jenkins/asgard/q1204 running of master',
};

describe('deliveries of Jenkins', () => {
  it.each(recorded)('$name is taken as what it is', async ({ name, body }) => {
    expect(summary(await hookOf().hear(delivery(body)))).toBe(table[name]);
  });

  it.each(recorded)('$name is ignored by name where its job is none of ours', async ({ body }) => {
    const heard = await hookOf({ jobs: new Map([[repository, [{ job: 'midgard' }]]]) }).hear(delivery(body));
    expect(heard).toMatchObject({ type: 'ignored', event: expect.stringMatching(/^build\.\w+$/) });
  });

  it('[W1] count only with one of the secrets, as a password or as a token', async () => {
    const body = bodyOf('started');
    for (const right of [basic('secret'), basic('old secret'), 'Bearer secret'])
      expect(await hookOf().hear(delivery(body, right))).toMatchObject({ type: 'heard' });
    for (const wrong of [
      undefined,
      '',
      basic(''),
      basic('secre'),
      basic('secret2'),
      'Bearer ',
      'Digest secret',
      'secret',
    ]) {
      const sent = { ...delivery(body), headers: wrong === undefined ? {} : { authorization: wrong } };
      expect(await hookOf().hear(sent)).toEqual({ type: 'unsigned' });
    }
    expect(await hookOf({ tokens: [] }).hear(delivery(body))).toEqual({ type: 'unsigned' });
    expect(await hookOf({ tokens: [''] }).hear(delivery(body, basic('')))).toEqual({ type: 'unsigned' });
  });

  it.each(['', 'null', '[]', '{', '{"name":1}', '{"name":"asgard","build":{"number":-1,"phase":"STARTED"}}', '\u00ff'])(
    'of no shape that we know are malformed: %j',
    async (body) => {
      expect((await hookOf().hear(delivery(body))).type).toBe('malformed');
    },
  );

  it('are not believed where Jenkins can be asked', async () => {
    const asked: RunId[] = [];
    const truth: JenkinsHookSettings['truth'] = async (run) => {
      asked.push(run);
      return [{ run, attempt: 1, revision: 9, state: 'interrupted' }];
    };
    const heard = await hookOf({ truth }).hear(delivery(bodyOf('finalized-unstable')));
    expect(heard).toMatchObject({ type: 'heard', report: { state: 'interrupted', revision: 9 } });
    expect(asked).toEqual(['jenkins/asgard/q1204']);
  });

  it('tell nothing by themselves where Jenkins cannot be asked, or not in time', async () => {
    const failing = async () => Promise.reject(new PlatformError('unavailable', 'ECONNREFUSED'));
    const heard = await hookOf({ truth: failing }).hear(delivery(bodyOf('finalized-unstable')));
    expect(heard).toEqual({ type: 'heard', event: 'build.finalized', id: expect.any(String), provider: 'jenkins' });
    const slow = hookOf({ truth: async () => new Promise(() => {}) }).hear(delivery(bodyOf('finalized-unstable')));
    await clock.advance(2000);
    expect(await slow).toEqual(heard);
  });
});

describe('the id of a run', () => {
  it.each([
    [['web'], 'jenkins/web/q7'],
    [['team', 'web app', 'feature%2Fü:1'], 'jenkins/team/web:20app/feature:252F:C3:BC:3A1/q7'],
  ])('of %j is read back as it was', (path, id) => {
    expect(runOf(path, 7)).toBe(id);
    expect(partsOfRun(RunId.parse(id))).toEqual({ path, queueId: 7 });
  });

  it('is none where the names are too long, or it is somebody else’s', () => {
    expect(runOf(['x'.repeat(200)], 7)).toBeUndefined();
    for (const other of ['7', 'jenkins/q7', 'jenkins/web/7', 'gitlab/web/q7', 'jenkins/:zz/q7'])
      expect(partsOfRun(RunId.parse(other))).toBeUndefined();
  });
});
