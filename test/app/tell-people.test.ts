import { describe, expect, it } from 'vitest';
import { PersonId } from '../../protocol/model/ids.ts';
import { person } from '../support/samples.ts';
import { key, openRoutes, pull, route } from './routes-scene.ts';

const memoryId = PersonId.parse('memory:T1/U2');

describe('a person', () => {
  const put = { after: 0 } as const;
  const account = (login: string, of: string, proved = true) =>
    ({
      kind: 'account',
      id: `memory/${of}`,
      ...put,
      value: { person: person(of).id, forge: 'memory', account: '1', login, proved, at: 1 },
    }) as const;
  const identity = (user: string, of: string) =>
    ({
      kind: 'identity',
      id: `memory:T1/${user}`,
      ...put,
      value: { person: person(of).id, name: of, member: true, at: 1 },
    }) as const;
  const toAuthor = [route('own', [], { people: ['author'] })];

  it('is told by themselves of their own branch, where they have shown who they are', async () => {
    const { ends, sent, tells, put: keep } = await openRoutes(toAuthor);
    await keep(account('Ann', 'Ana'), identity('U1', 'Ana'));
    await tells('feat/login', { pullRequest: pull() });
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual(['message @U1']);
  });

  it('is not told where they only say who they are, have no chat, or have muted the branch', async () => {
    const {
      ends,
      sent,
      tells,
      put: keep,
      ledger,
    } = await openRoutes([...toAuthor, route('bo', [], { people: [person('Bo').id] })]);
    await keep(account('ann', 'Ana', false), identity('U1', 'Ana'), identity('U2', 'Carla'));
    await tells('feat/login', { pullRequest: pull() });
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual([]);
    expect(await ledger()).toContainEqual(
      expect.stringContaining('left | route “own”: nobody here has shown that they are @ann'),
    );
    expect(await ledger()).toContainEqual(expect.stringContaining('left | route “bo”: bo has no account in a chat'));
    await keep(
      { kind: 'account', id: 'memory/ana', ...put, value: { ...account('ann', 'Ana').value } },
      { kind: 'preference', id: 'ana', ...put, value: { mutes: [key()] } },
    );
    await ends('feat/login', 'passed');
    expect(await sent()).toEqual([]);
    expect(await ledger()).toContainEqual(expect.stringContaining('left | route “own”: ana has muted the branch'));
  });

  it('is asked by whichever of their ids, and has muted the branch by whichever', async () => {
    const { ends, sent, ledger, put: keep } = await openRoutes([route('bo', [], { people: [memoryId] })]);
    await keep(identity('U2', 'Ana'), {
      kind: 'preference',
      id: 'ana',
      ...put,
      value: { mutes: [key('feat/login')] },
    });
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual([]);
    expect(await ledger()).toContainEqual(expect.stringContaining('has muted the branch'));
    await keep({ kind: 'preference', id: 'ana', after: 1, value: { mutes: [] } });
    await ends('feat/login', 'passed');
    expect(await sent()).toEqual(['message @U2']);
  });

  it('[T18] is not written to where they are a guest by now', async () => {
    const { ends, sent, put: keep } = await openRoutes([route('bo', [], { people: [memoryId, person('Ana').id] })]);
    const { value } = identity('U2', 'Ana');
    await keep({ ...identity('U2', 'Ana'), value: { ...value, member: false } });
    await keep({ ...identity('U3', 'Bo'), id: 'memory:T1/U3', value: { ...value, person: memoryId, member: false } });
    await ends('feat/login', 'failed');
    expect(await sent()).toEqual([]);
  });
});
