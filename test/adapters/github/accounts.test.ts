import { afterEach, describe, expect, it } from 'vitest';
import { createGitHubAccounts } from '../../../bridge/adapters/github/accounts.ts';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { RepositoryId } from '../../../protocol/model/ids.ts';
import { servers } from './server.ts';
import { failureOf, settingFor, shop } from './setting.ts';

const { server, closeAll } = servers();
afterEach(closeAll);

interface Member {
  readonly id: number;
  readonly login: string;
  readonly permission: string;
}

/** A GitHub with these accounts, asked as the bridge asks it. `permissions` speaks of a login as the collaborators' page has it. */
async function accountsOf(users: readonly Member[], collaborators: readonly Member[] = users) {
  const { url, asked } = await server(({ path }) => {
    const id = /^\/user\/(\d+)$/.exec(path)?.[1];
    const user = users.find((each) => String(each.id) === id);
    if (user) return { body: { id: user.id, login: user.login } };
    const login = decodeURIComponent(/^\/repos\/acme\/shop\/collaborators\/(.+)\/permission$/.exec(path)?.[1] ?? '');
    const member = collaborators.find((each) => each.login.toLowerCase() === login.toLowerCase());
    if (!member) return undefined;
    return { body: { permission: member.permission, role_name: 'x', user: { id: member.id, login: member.login } } };
  });
  const setting = settingFor(url);
  const accounts = createGitHubAccounts({
    ...setting,
    client: createGitHubClient(setting),
    guards: ['github-actions'],
  });
  return { asked, accounts, may: async (id: string, login: string) => accounts.permission({ id, login }, shop) };
}

const ann = { id: 1, login: 'ann', permission: 'admin' };
const bo = { id: 2, login: 'bo', permission: 'write' };

describe('what an account may do', () => {
  it.each(['admin', 'write', 'read', 'none'])('is as GitHub says: %s', async (permission) => {
    const { may } = await accountsOf([{ ...ann, permission }]);
    expect(await may('1', 'ann')).toBe(permission);
  });

  it('is nothing where GitHub uses a word that we do not know', async () => {
    const { may } = await accountsOf([{ ...ann, permission: 'owner' }]);
    expect(await may('1', 'ann')).toBe('none');
  });

  it('is nothing with a repository that is none of ours, and nobody is asked', async () => {
    const { accounts, asked } = await accountsOf([ann]);
    const other = RepositoryId.parse('github.com/acme/other');
    expect(await accounts.permission({ id: '1', login: 'ann' }, other)).toBe('none');
    expect(asked).toEqual([]);
  });

  it('is asked each time', async () => {
    const { may, asked } = await accountsOf([ann]);
    await may('1', 'ann');
    await may('1', 'ann');
    expect(asked).toHaveLength(4);
  });

  it.each([['1e0'], ['01'], ['0x1'], ['-1'], [''], ['1/../2'], ['ann'], ['9'.repeat(30)]])(
    'is nothing for the id %j',
    async (id) => {
      const { may, asked } = await accountsOf([ann]);
      expect(await may(id, 'ann')).toBe('none');
      expect(asked).toEqual([]);
    },
  );

  it('[T8] is never that of somebody else of that name', async () => {
    const cases: readonly (readonly [
      string,
      { id: string; login: string },
      readonly Member[],
      readonly Member[],
      string,
    ])[] = [
      [
        'the same login, said by another account',
        { id: '3', login: 'ann' },
        [ann, { id: 3, login: 'mallory', permission: 'none' }],
        [ann],
        'none',
      ],
      [
        'a login in Cyrillic letters',
        { id: '3', login: 'аnn' },
        [ann, { id: 3, login: 'аnn', permission: 'none' }],
        [ann],
        'none',
      ],
      [
        'a login in capitals',
        { id: '3', login: 'ANN' },
        [ann, { id: 3, login: 'mallory', permission: 'none' }],
        [ann],
        'none',
      ],
      [
        'a renamed account: it keeps what it may do',
        { id: '1', login: 'ann' },
        [{ ...ann, login: 'anna' }],
        [{ ...ann, login: 'anna' }],
        'admin',
      ],
      [
        'a login that was given to somebody else',
        { id: '1', login: 'ann' },
        [{ ...ann, login: 'anna' }],
        [{ id: 9, login: 'ann', permission: 'admin' }],
        'none',
      ],
      [
        'a login that is given away between two questions',
        { id: '1', login: 'ann' },
        [ann],
        [{ id: 9, login: 'ann', permission: 'admin' }],
        'none',
      ],
      ['a deleted account', { id: '1', login: 'ann' }, [], [{ id: 9, login: 'ann', permission: 'admin' }], 'none'],
      ['a number that is another account’s', { id: '2', login: 'ann' }, [ann, bo], [ann, bo], 'write'],
      [
        'a login that is a path',
        { id: '3', login: 'x' },
        [{ id: 3, login: '../collaborators/ann', permission: 'none' }],
        [ann],
        'none',
      ],
    ];
    for (const [name, account, users, collaborators, level] of cases) {
      const { accounts } = await accountsOf(users, collaborators);
      expect([name, await accounts.permission(account, shop)]).toEqual([name, level]);
    }
  });

  it('[T8] fails where GitHub cannot be asked: it never becomes a yes', async () => {
    for (const told of [
      { status: 500 },
      { cut: true },
      { status: 403, body: { message: 'no' } },
      { body: { odd: 1 } },
    ]) {
      const { url } = await server(() => told);
      const setting = settingFor(url);
      const accounts = createGitHubAccounts({ ...setting, client: createGitHubClient(setting), guards: [] });
      expect((await failureOf(accounts.permission({ id: '1', login: 'ann' }, shop))).name).toBe('PlatformError');
    }
  });
});
