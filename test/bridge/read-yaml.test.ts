import { expect, it } from 'vitest';
import { readRepositoryFile } from '../../bridge/route-settings.ts';

const named = { routes: [], channels: [], people: new Set<string>(), groups: {} };
const problemOf = (text: string) => {
  const read = readRepositoryFile(named, text);
  return 'problem' in read ? read.problem : undefined;
};

it.each([
  ['routes: []\nroutes: []\n', '.shiproom.yml:2:1: Map keys must be unique'],
  ['routes:\n- name: x\n  name: y\n', '.shiproom.yml:3:3: Map keys must be unique'],
  ['routes: [{name: x, include: {bots: true, bots: false}}]', '.shiproom.yml:1:42: Map keys must be unique'],
])('a name that stands twice in one map is refused where it comes again: %j', (text, problem) => {
  expect(problemOf(text)).toBe(problem);
});

it.each([
  `a: *${'z'.repeat(100_000)}`,
  `routes: [{name: a, "${'y'.repeat(900)}": 1}]`,
  `%YAML 9.9${'v'.repeat(100_000)}\n---\na: 1`,
])('what is wrong is told in short, whatever stands there: %#', (text) => {
  expect(problemOf(text)?.length).toBeLessThan(600);
});

// Each name was compared with all before it: this took 20 s, in which the bridge did nothing else.
it('a repository’s file of thousands of names is refused at once', () => {
  const text = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
  expect(problemOf(text)).toContain('is not for a repository to say');
}, 5_000);
