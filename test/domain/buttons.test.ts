import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../bridge/domain/buttons.ts';
import { deedKeys } from '../../protocol/model/done.ts';
import { readLine } from '../../bridge/domain/line.ts';
import { quote } from '../../bridge/domain/line-words.ts';
import { catalog } from '../../bridge/app/commands/catalog.ts';
import { Button } from '../../protocol/model/button.ts';
import type { Card } from '../../protocol/model/card.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { CiCan } from '../../protocol/model/source.ts';
import { key, person, sha, capable } from '../support/samples.ts';

const run = (part: Partial<CiRun> = {}): CiRun => ({
  run: RunId.parse('r-1'),
  provider: 'ci',
  workflow: 'CI',
  number: 12,
  commit: sha('a'),
  attempt: 1,
  revision: 1,
  state: 'failed',
  queuedAt: 1,
  failures: [],
  lines: [],
  ...part,
});
const card = (part: Partial<Card> = {}): Card => ({
  key: key(),
  version: 1,
  updatedAt: 1,
  work: [],
  ci: [run()],
  ...part,
});
const labels = (of: Card, can: Partial<CiCan> = {}) =>
  buttonsOf(of, () => ({ ...capable, ...can })).map(({ label }) => label);
const specs = catalog.map(({ spec }) => spec);

describe('what a card offers', () => {
  it('fits its state', () => {
    expect(labels(card())).toEqual(['Rerun failed', 'I’m on it']);
    expect(labels(card({ claim: { by: person('Bo'), at: 1 } }))).toEqual(['Rerun failed']);
    expect(labels(card({ ci: [run({ state: 'running' })] }))).toEqual(['Cancel run']);
    expect(labels(card({ ci: [run({ state: 'passed' })] }))).toEqual([]);
    const gates = [{ environment: 'production', approvers: [] }];
    expect(labels(card({ ci: [run({ state: 'waiting', gates })] }))).toEqual([
      'Approve production',
      'Reject production',
    ]);
    expect(labels(card({ ci: [run({ state: 'interrupted' })] }))).toEqual(['Rerun']);
    expect(labels(card({ ci: [] }))).toEqual([]);
  });

  it('is what the engine can do', () => {
    expect(labels(card(), { rerunFailed: false })).toEqual(['Rerun', 'I’m on it']);
    expect(labels(card(), { rerunFailed: false, rerun: false })).toEqual(['I’m on it']);
    expect(labels(card({ ci: [run({ state: 'running' })] }), { cancel: false })).toEqual([]);
    expect(buttonsOf(card(), () => undefined).map(({ label }) => label)).toEqual(['I’m on it']);
  });

  it('[T10] is gone once somebody has done it, and stays where it was refused', () => {
    const deed = { key: deedKeys.rerun(run()), by: person('Bo'), did: 'reran CI #12', at: 1 };
    expect(labels(card({ deeds: [{ ...deed, ok: true }] }))).toEqual(['I’m on it']);
    expect(labels(card({ deeds: [{ ...deed, ok: false }] }))).toEqual(['Rerun failed', 'I’m on it']);
    expect(labels(card({ ci: [run({ attempt: 2 })], deeds: [{ ...deed, ok: true }] }))).toEqual([
      'Rerun failed',
      'I’m on it',
    ]);
  });

  it('asks before it writes, and is a line that the bot understands, whatever the names are', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 60, unit: 'binary' })
      .filter((text) => !/\p{Cc}|\p{Cs}/u.test(text));
    fc.assert(
      fc.property(name, fc.constantFrom('failed', 'running', 'waiting' as const), (environment, state) => {
        const gates = state === 'waiting' ? [{ environment, approvers: [] }] : [];
        const of = card({ ci: [run({ state, gates, workflow: environment })] });
        const offered = buttonsOf(of, () => capable);
        expect(offered.every((button) => Button.safeParse(button).success)).toBe(true);
        const runs = offered.filter((button) => button.type === 'run');
        const lines = runs.map(({ line, confirm }) => ({ read: readLine(line, specs), asks: confirm !== undefined }));
        const commands = lines.map(({ read, asks }) => ('command' in read ? { ...read, asks } : undefined));
        expect(commands).not.toContain(undefined);
        expect(commands.every((each) => each?.asks || each?.command.name === 'claim')).toBe(true);
        const named = commands.flatMap((each) => each?.values['environment'] ?? []);
        expect(named.every((each) => each === environment)).toBe(true);
      }),
    );
  });

  it('quotes a word so that it is read as it was', () => {
    const odd = fc.string({ minLength: 1, maxLength: 30 }).filter((word) => !/[\r\n]/.test(word));
    const quotable = odd.filter((word) => quote(word) !== undefined);
    fc.assert(
      fc.property(quotable, (word) => {
        expect(readLine(`claim ${quote(word)}`, specs)).toMatchObject({ values: { branch: word } });
      }),
    );
    expect(quote('“"’\'’”')).toBeUndefined();
  });
});
