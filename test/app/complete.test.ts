import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../bridge/app/commands/catalog.ts';
import { complete } from '../../bridge/app/complete/complete.ts';
import { readTyped } from '../../bridge/app/feed/say.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import { readLine } from '../../bridge/domain/line.ts';
import type { Asker, Policy } from '../../bridge/domain/permission.ts';
import type { Put } from '../../bridge/ports/store.ts';
import { cardId } from '../../bridge/domain/card.ts';
import type { Card } from '../../protocol/model/card.ts';
import { Completion, type Offer } from '../../protocol/model/completion.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
import { key, person, repository, room, run } from '../support/samples.ts';
import { openManualWorld, type TestWorldOptions } from '../support/world.ts';

const owner: Asker = { person: person('Owner').id, owner: true, member: true };
const ana: Asker = { person: person('Ana').id, owner: false, member: true };
const specs = catalog.map((each) => each.spec);
const workflow = (part: Partial<Workflow> = {}): Workflow => ({
  provider: 'scripted',
  id: 'tests',
  name: 'Tests',
  inputs: [],
  ...part,
});
const card = (branch: string, part: Partial<Card> = {}): Card => ({
  key: key(branch),
  version: 1,
  updatedAt: 1,
  work: [],
  ci: [],
  ...part,
});

async function opened(cards: readonly Card[] = [], options: Omit<TestWorldOptions, 'clock'> = {}) {
  const { world, clock } = await openManualWorld(options);
  const puts = cards.map((value): Put => ({ kind: 'card', id: cardId(value.key), room, after: 0, value }));
  await decideOnce(world, async () => ({ change: { at: clock.now(), puts }, answer: () => undefined }));
  /** What is offered at the bar. */
  const at = async (text: string, asker = owner, about = key('main')) => {
    const caret = text.indexOf('|');
    const answer = await complete(world, asker, { room, text: text.replace('|', ''), caret, about });
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value.completion === null ? null : Completion.parse(answer.value.completion);
  };
  const labels = async (text: string, asker = owner) => (await at(text, asker))?.offers.map(({ label }) => label);
  return { world, clock, at, labels };
}

const accepted = (text: string, { from, to }: Completion, { insert }: Offer): string =>
  text.slice(0, from) + insert + text.slice(to);

describe('what is offered', () => {
  it('is commands that this person may run, and none beside', async () => {
    const { labels } = await opened();
    expect(await labels('/ci ru|')).toEqual(['/ci run [branch|sha]']);
    expect(await labels('/ci run|', ana)).toBeUndefined();
    expect(await labels('/run|')).toEqual(['/ci run [branch|sha]']);
    expect(await labels('/ci r|', ana)).toBeUndefined();
    expect(await labels('/stat|', ana)).toEqual(['/status [branch]', '/ci status [branch]']);
  });

  it('is branches that this person may do it to', async () => {
    const policy: Policy = { groups: {}, rules: [{ allow: 'ci *', to: ['ana'], branches: ['feat/*'] }] };
    const listed = ['feat/login', 'feat/far', 'far'].map((branch) => key(branch).branch);
    const files = [
      { repositories: [repository], owners: [], read: async () => undefined, branches: async () => listed },
    ];
    const { labels } = await opened([card('main'), card('feat/login'), card('fix')], { policy, files });
    expect(await labels('/ci run |', ana)).toEqual(expect.arrayContaining(['feat/login']));
    expect(await labels('/ci run f|', ana)).toEqual(['feat/login', 'feat/far']);
    expect(new Set(await labels('/ci run f|'))).toEqual(new Set(['feat/login', 'fix', 'feat/far', 'far']));
    expect(await labels('/ci run log|')).toEqual(['feat/login']);
  });

  it('is runs that the command can be about, of this person’s branches', async () => {
    const ci = [run({ run: 'open-1', state: 'running' }), run({ run: 'over-1', state: 'failed', endedAt: 3 })];
    const policy: Policy = { groups: {}, rules: [{ allow: 'ci *', to: ['ana'], branches: ['feat/*'] }] };
    const { labels } = await opened(
      [card('main', { ci }), card('feat/a', { ci: [run({ run: 'over-2', state: 'passed' })] })],
      { policy },
    );
    expect(await labels('/ci cancel o|')).toEqual(['open-1']);
    expect(await labels('/ci rerun o|')).toEqual(['over-1', 'over-2']);
    expect(await labels('/ci rerun o|', ana)).toEqual(['over-2']);
    expect(await labels('/ci log o|')).toEqual(['open-1', 'over-1', 'over-2']);
  });

  it('is options that are not there yet, workflows, their inputs and choices, and jobs', async () => {
    const jobs = [
      { id: 'j', name: 'unit tests', attempt: 1, revision: 1, state: 'failed', steps: [] as never[] } as const,
    ];
    const { world, labels, at } = await opened([card('main', { ci: [run({ jobs: [...jobs] })] })]);
    world.script.ci.workflowsOf.splice(
      0,
      1,
      workflow({
        inputs: [
          { name: 'where', type: 'choice', required: false, options: ['here', 'over there'] },
          { name: 'deep', type: 'boolean', required: false },
          { name: 'note', type: 'string', required: false },
        ],
      }),
    );
    expect(await labels('/ci run main --|')).toEqual(['--workflow', '--input', '--debug', '--at', '--here']);
    expect(await labels('/ci run main --debug --|')).not.toContain('--debug');
    expect(await labels('/ci run main --workflow |')).toEqual(['tests']);
    expect(await labels('/ci run main --input |')).toEqual([
      'where=here',
      'where=over there',
      'deep=true',
      'deep=false',
      'note=',
    ]);
    expect(await labels('/ci run main --input deep=true --input d|')).toBeUndefined();
    expect(await at('/ci run main --input where=o|')).toMatchObject({ offers: [{ insert: 'where="over there" ' }] });
    expect(await at('/ci run main --input n|')).toMatchObject({ offers: [{ insert: 'note=' }] });
    expect(await at('/ci log --job |')).toMatchObject({ offers: [{ insert: '"unit tests" ' }], picked: -1 });
    expect(await labels('/ci run --at |')).toBeUndefined();
  });

  it('is everybody whom the room knows, where they are named: by their id where two are called the same', async () => {
    const { world, labels, at } = await opened();
    const identity = (id: string, name: string): Put => ({
      kind: 'identity',
      id: `chat:T/${id}`,
      after: 0,
      value: { person: `chat:T/${id}` as never, name, member: true, at: 1 },
    });
    await decideOnce(world, async () => ({
      change: { at: 1, puts: [identity('U1', 'Zoë Quist'), identity('U2', 'Bo'), identity('U3', 'Bo')] },
      answer: () => undefined,
    }));
    expect(await labels('see @q|')).toEqual(['Zoë Quist']);
    expect((await at('see @bo|'))?.offers.map(({ insert }) => insert)).toEqual(['@chat:T/U2 ', '@chat:T/U3 ']);
    expect(await at('see @an|')).toMatchObject({ offers: [{ label: 'Ana', insert: '@Ana ' }] });
    expect(await at('/claim --to z|')).toMatchObject({ offers: [{ label: 'Zoë Quist', insert: '"Zoë Quist" ' }] });
  });

  it('[M10] names whoever is meant, whatever people are called', async () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'B', 'ß', 'İ', ' ', '-', '@', '.', '"'),
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(name, { maxLength: 6 }), async (names) => {
        const { world, at } = await opened();
        const puts = names.map((each, index): Put => {
          const id = `p-${index}` as never;
          return { kind: 'person', id, after: 0, value: { id, name: each, owner: false } };
        });
        await decideOnce(world, async () => ({ change: { at: 1, puts }, answer: () => undefined }));
        const known = (await world.store.list('person')).map(({ value }) => value);
        const completion = await at('see @|');
        for (const offer of completion?.offers ?? []) {
          const message = await readTyped(world, accepted('see @', completion as Completion, offer));
          const [named] = JSON.stringify(message.blocks).match(/"person":"[^"]+"/g) ?? [];
          expect(known.filter(({ id }) => named === `"person":"${id}"`)).toMatchObject([{ name: offer.label }]);
        }
      }),
    );
  });

  it('asks an engine once for many letters, and waits for it a second at most', async () => {
    const { world, clock, labels } = await opened([card('main')]);
    let asked = 0;
    const answer = Promise.withResolvers<Workflow[]>();
    world.script.ci.workflows = async () => {
      asked += 1;
      return answer.promise;
    };
    const first = labels('/ci run main --workflow |');
    await clock.advance(1_000);
    expect(await first).toBeUndefined();
    answer.resolve([workflow()]);
    await answer.promise;
    expect(await labels('/ci run main --workflow t|')).toEqual(['tests']);
    expect(asked).toBe(1);
    await clock.advance(30_000);
    await labels('/ci run main --workflow te|');
    expect(asked).toBe(2);
  });

  it('is refused of another room, of another repository, and behind the end of the text', async () => {
    const { world } = await opened();
    const asked = { room, text: '/ci', caret: 3 };
    const field = async (part: object) => {
      const answer = await complete(world, owner, { ...asked, ...part });
      return answer.ok ? 'ok' : answer.refusal.field;
    };
    expect(await field({ room: 'none' })).toBe('room');
    expect(await field({ about: { ...key(), repository: 'example.com/other' } })).toBe('about');
    expect(await field({ caret: 4 })).toBe('caret');
    expect(await field({})).toBe('ok');
  });

  it('[M10] is read as it says where it is accepted, whatever branches, jobs, workflows and choices are called', async () => {
    const nasty = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom('"', "'", '“', '”', '‘', '’', '-', '–', ' ', '=', '@', '/'),
          fc.string({ maxLength: 1 }),
        ),
        minLength: 1,
        maxLength: 20,
      })
      .filter((name) => name !== '' && !/[\p{Cc}\p{Cs}]/u.test(name));
    const line = fc.constantFrom(
      ['/ci run |', 'branch|sha'],
      ['/ci run --debug |', 'branch|sha'],
      ['/status | --here', 'branch'],
      ['/ci log --job |', 'job'],
      ['/ci log --job "|', 'job'],
      ['/ci run main --workflow |', 'workflow'],
      ['/ci run main --input | --debug', 'input'],
      ['/ci approve r1 |', 'environment'],
      ['/explain |', 'event'],
    );
    await fc.assert(
      fc.asyncProperty(nasty, line, async (name, [template = '', slot = '']) => {
        const jobs = [{ id: 'j', name, attempt: 1, revision: 1, state: 'failed', steps: [] as never[] } as const];
        const gates = [{ environment: name, approvers: [] }];
        const ci = [run({ run: 'r1', jobs: [...jobs], gates })];
        const { world, at } = await opened([card('main', { ci }), card(name === 'main' ? 'other' : name)]);
        const options = [name];
        const choice = { name: 'choice', type: 'choice', required: false, options } as const;
        world.script.ci.workflowsOf.splice(0, 1, workflow({ id: name, inputs: [{ ...choice, options }] }));
        const completion = await at(template);
        const text = template.replace('|', '');
        for (const offer of completion?.offers ?? []) {
          if (offer.label.startsWith('--')) continue;
          const read = readLine(accepted(text, completion as Completion, offer).slice(1), specs);
          expect([offer, read]).not.toMatchObject([{}, { message: expect.any(String) }]);
          if ('message' in read) continue;
          expect(read.values[slot] ?? read.options[slot]?.[0]).toBe(offer.label);
        }
      }),
      { numRuns: 300 },
    );
  });
});
