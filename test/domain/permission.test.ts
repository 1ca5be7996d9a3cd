import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../bridge/app/commands/catalog.ts';
import { type Asker, matches, may, mayEver, type Policy } from '../../bridge/domain/permission.ts';
import { BranchName, PersonId } from '../../protocol/model/ids.ts';

const asker = (person: string, part: Partial<Asker> = {}): Asker => ({
  person: PersonId.parse(person),
  owner: false,
  member: true,
  ...part,
});
const branch = (name: string) => BranchName.parse(name);
const policy: Policy = {
  groups: { dev: ['bo', 'slack:T1/U7'] },
  rules: [
    { allow: 'ci run', to: ['ana'] },
    { allow: 'ci *', to: ['group:dev'], branches: ['feat/*', 'main'] },
  ],
};
const askers = {
  owner: asker('owner', { owner: true }),
  ana: asker('ana'),
  bo: asker('bo'),
  slack: asker('slack:T1/U7'),
  stranger: asker('cy'),
  guest: asker('bo', { member: false }),
};
/** Who may write what, where. What is not here is denied. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'ci run main': ['owner', 'ana', 'bo', 'slack'],
  'ci cancel main': ['owner', 'bo', 'slack'],
  'ci rerun main': ['owner', 'bo', 'slack'],
  'ci approve main': ['owner', 'bo', 'slack'],
  'ci reject main': ['owner', 'bo', 'slack'],
  'claim main': ['owner'],
  'release main': ['owner'],
  'ci run release': ['owner', 'ana'],
  'ci cancel release': ['owner'],
  'ci rerun release': ['owner'],
  'ci approve release': ['owner'],
  'ci reject release': ['owner'],
  'claim release': ['owner'],
  'release release': ['owner'],
};

describe('permission', () => {
  it.each(['main', 'release'])('[T9] equals the table for every command and role, on %s', (name) => {
    for (const { spec } of catalog) {
      for (const [role, who] of Object.entries(askers)) {
        const verdict = may(who, { command: spec.name, effect: spec.effect, branch: branch(name) }, policy);
        const wanted = spec.effect === 'read' || (allowed[`${spec.name} ${name}`] ?? []).includes(role);
        expect({ command: spec.name, role, allowed: verdict.allowed }).toEqual({
          command: spec.name,
          role,
          allowed: wanted,
        });
      }
    }
  });

  it('denies whatever is dangerous, and all writing where there are no rules', () => {
    expect(may(askers.owner, { command: 'deploy', effect: 'dangerous' }, policy).allowed).toBe(false);
    expect(may(askers.ana, { command: 'ci run', effect: 'write' }, { groups: {}, rules: [] }).allowed).toBe(false);
  });

  it('denies where a rule is for branches and no branch is known', () => {
    expect(may(askers.bo, { command: 'ci run', effect: 'write' }, policy).allowed).toBe(false);
    expect(mayEver(askers.bo, { command: 'ci run', effect: 'write' }, policy)).toBe(true);
    expect(mayEver(askers.stranger, { command: 'ci run', effect: 'write' }, policy)).toBe(false);
  });

  it('fits patterns as a regular expression would, without being one', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 });
    fc.assert(
      fc.property(part, name, (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
        expect(matches(pattern, text)).toBe(expression.test(text));
      }),
      { numRuns: 5000 },
    );
  });
});
