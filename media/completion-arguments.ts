import type { Card } from '../protocol/model/card.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from '../protocol/model/command.ts';
import { health } from '../protocol/model/health.ts';
import type { Known, Offer } from './completion.ts';
import { quoted } from './rights.ts';
import { healthWords, repositoryName, short } from './words.ts';

/** What may stand after the words `before` of a command: an argument, an option, or the value of the option just written. */
export function argumentOffers(command: CommandSpec, before: readonly string[], begun: string, known: Known): Offer[] {
  const { awaits, plain, used } = readWords(command, before);
  if (awaits) return valueOffers(awaits, before, known);
  if (begun.startsWith('-')) return optionOffers(command, used);
  const spec = command.arguments[plain];
  return spec ? placedOffers(spec, known) : [];
}

/** How far a line has come: how many arguments stand there, which options, and which of these still wants its value. */
function readWords(
  { options = [] }: CommandSpec,
  before: readonly string[],
): { readonly awaits: OptionSpec | undefined; readonly plain: number; readonly used: ReadonlySet<string> } {
  let awaits: OptionSpec | undefined;
  let plain = 0;
  const used = new Set<string>();
  for (const word of before) {
    if (awaits) awaits = undefined;
    else if (word.startsWith('--')) {
      const spec = options.find(({ name }) => `--${name}` === word);
      if (spec?.kind !== 'pair') used.add(word.slice(2));
      awaits = spec?.kind === 'flag' ? undefined : spec;
    } else if (word !== '') plain += 1;
  }
  return { awaits, plain, used };
}

const everybody: Offer = { label: '--here', detail: 'Everybody reads the answer', insert: '--here ' };

const optionOffers = ({ options = [] }: CommandSpec, used: ReadonlySet<string>): Offer[] => [
  ...options
    .filter(({ name }) => !used.has(name))
    .map(({ name, summary }) => ({ label: `--${name}`, detail: summary, insert: `--${name} ` })),
  ...(used.has('here') ? [] : [everybody]),
];

const offer = (word: string, detail: string): Offer => ({ label: word, detail, insert: `${quoted(word)} ` });

function valueOffers(option: OptionSpec, before: readonly string[], known: Known): Offer[] {
  switch (option.kind) {
    case 'commit':
      return commitOffers(known.cards);
    case 'person':
      return known.people.map(({ person, on }) => offer(person.name, on?.branch ?? ''));
    case 'pair':
      return inputOffers(before, known);
    case 'word':
      if (option.name === 'job') return jobOffers(before, known.cards);
      return option.name === 'workflow' ? workflowOffers(known) : [];
    case 'flag':
      return [];
  }
}

/** The jobs of the run that was named, else of all runs. */
function jobOffers(before: readonly string[], cards: readonly Card[]): Offer[] {
  const runs = cards.flatMap(({ ci }) => ci);
  const named = runs.filter(({ run }) => before.includes(run));
  const found = (named.length > 0 ? named : runs).flatMap(({ jobs = [], workflow }) =>
    jobs.map(({ name }) => ({ name, workflow })),
  );
  return unique(found.map(({ name }) => name)).map((name) =>
    offer(name, found.find((each) => each.name === name)?.workflow ?? ''),
  );
}

const workflowOffers = ({ workflows = [] }: Known): Offer[] => workflows.map(({ id, name }) => offer(id, name));

/** The inputs of the workflow that was named, or of the only one: with each of its choices where it has some. */
function inputOffers(before: readonly string[], { workflows = [] }: Known): Offer[] {
  const named = workflows.filter(({ id }) => before.includes(id));
  const [chosen] = named.length > 0 ? named : workflows;
  return (chosen?.inputs ?? []).flatMap(({ name, type, description, options }) => {
    const values = type === 'boolean' ? ['true', 'false'] : (options ?? []);
    if (values.length === 0) return [{ label: `${name}=`, detail: description ?? type, insert: `${name}=` }];
    return values.map((value) => offer(`${name}=${value}`, description ?? type));
  });
}

function commitOffers(cards: readonly Card[]): Offer[] {
  return cards.flatMap(({ key, work, forge }) =>
    unique([...work.map((each) => each.head), ...(forge?.head ? [forge.head] : [])]).map((head) =>
      offer(short(head), key.branch),
    ),
  );
}

function placedOffers(spec: ArgumentSpec, { cards }: Known): Offer[] {
  switch (spec.kind) {
    case 'branch':
      return unique(cards.map(({ key }) => key.branch)).map((branch) => {
        const card = cards.find((each) => each.key.branch === branch);
        return offer(branch, card ? `${repositoryName(card.key.repository)} · ${healthWords[health(card)]}` : '');
      });
    case 'commit':
      return commitOffers(cards);
    case 'run':
      return cards.flatMap(({ key, ci }) => ci.map(({ run, workflow }) => offer(run, `${workflow} · ${key.branch}`)));
    case 'word':
      return spec.name === 'environment' ? gateOffers(cards) : [];
    case 'text':
    case 'flag':
      return [];
  }
}

const gateOffers = (cards: readonly Card[]): Offer[] =>
  unique(cards.flatMap(({ ci }) => ci.flatMap(({ gates = [] }) => gates.map(({ environment }) => environment)))).map(
    (environment) => offer(environment, 'Waits for approval'),
  );

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
