import type { CommandSpec, OptionSpec } from '../../../protocol/model/command.ts';
import { type BranchName, BranchName as BranchNameSchema } from '../../../protocol/model/ids.ts';
import type { RepositoryId, RoomId } from '../../../protocol/model/ids.ts';
import type { Workflow } from '../../../protocol/model/workflow.ts';
import type { Caret } from '../../domain/caret.ts';
import { fitsKind } from '../../domain/line.ts';
import { written, writtenPair } from '../../domain/line-words.ts';
import { callsOf } from '../../domain/mentions.ts';
import { type Asker, may } from '../../domain/permission.ts';
import type { World } from '../world.ts';
import { branchWords, commitWords, gateWords, jobWords, runWords, type Value } from './values.ts';

/** Who completes a line, and which branch they look at. */
export interface Desk {
  readonly world: World;
  readonly asker: Asker;
  readonly room: RoomId;
  readonly repository: RepositoryId;
  readonly branch?: BranchName | undefined;
}

/** What may stand somewhere, as it is read and as it has to be written. `goesOn`: something has to follow it at once. */
export interface Candidate {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
  readonly goesOn?: true;
}

type Slot = Extract<Caret, { type: 'word' }>;

/** What may stand at the caret of a command's line. Nothing is offered that the asker may not run, nor what could not be written. */
export async function wordsFor(desk: Desk, slot: Slot, catalog: readonly CommandSpec[]): Promise<Candidate[]> {
  if (slot.value) return valueWords(desk, slot, slot.value);
  if (slot.begun.startsWith('-')) return slot.options.map(optionWord);
  const { argument } = slot;
  const placed = argument ? await argumentWords(desk, slot, catalog) : [];
  if (slot.begun !== '' || argument?.required === true) return placed;
  return [...placed.slice(0, 14), ...slot.options.map(optionWord)];
}

const optionWord = ({ name, summary }: OptionSpec): Candidate => ({
  label: `--${name}`,
  detail: summary,
  insert: `--${name}`,
});

/** As they can be written, and where they fit. */
const plain = (values: readonly Value[]): Candidate[] =>
  values.flatMap(({ word, label = word, detail }) => {
    const insert = written(word);
    return insert === undefined ? [] : [{ label, detail, insert }];
  });

async function argumentWords(
  desk: Desk,
  { argument, command, before }: Slot,
  catalog: readonly CommandSpec[],
): Promise<Candidate[]> {
  if (!argument) return [];
  const cards = await allowedCards(desk, command);
  const fitting = (values: readonly Value[]) => plain(values.filter(({ word }) => fitsKind(argument.kind, word)));
  switch (argument.kind) {
    case 'branch':
      return plain(await branches(desk, command));
    case 'commit':
      return fitting(commitWords(cards, before, desk.branch));
    case 'run':
      return fitting(runWords(cards, command.name, desk.branch));
    case 'word':
      if (argument.name === 'environment') return plain(gateWords(cards, before, desk.branch));
      if (argument.name === 'event') return plain([...branchWords(cards, desk), ...runWords(cards, '', desk.branch)]);
      return [];
    case 'text':
      if (before.length > 0) return [];
      if (argument.name === 'command')
        return plain(catalog.map(({ name, summary }) => ({ word: name, detail: summary })));
      return argument.name === 'what' ? plain(branchWords(cards, desk)) : [];
    case 'flag':
      return [];
  }
}

async function valueWords(desk: Desk, slot: Slot, option: OptionSpec): Promise<Candidate[]> {
  const { before, command } = slot;
  switch (option.kind) {
    case 'commit':
      return plain(commitWords(await allowedCards(desk, command), before, desk.branch));
    case 'person':
      return people(desk);
    case 'pair':
      return inputs(await workflows(desk, before), before);
    case 'word':
      if (option.name === 'job') return plain(jobWords(await allowedCards(desk, command), before, desk.branch));
      return option.name === 'workflow' ? plain(workflowWords(await workflows(desk, before))) : [];
    case 'flag':
      return [];
  }
}

const isAllowed = ({ world, asker }: Desk, { name, effect }: CommandSpec, branch: BranchName): boolean =>
  may(asker, { command: name, effect, branch }, world.policy).allowed;

const allowedCards = async (desk: Desk, command: CommandSpec) =>
  (await desk.world.completing.cards(desk.room)).filter(
    ({ key }) => key.repository === desk.repository && isAllowed(desk, command, key.branch),
  );

/** Branches that have a card, and then the repository's others. */
async function branches(desk: Desk, command: CommandSpec): Promise<Value[]> {
  const known = branchWords(await allowedCards(desk, command), desk);
  const all = await desk.world.completing.branches(desk.repository);
  const others = all.filter((branch) => isAllowed(desk, command, branch));
  return [...known, ...others.map((word) => ({ word, detail: '' }))];
}

async function people({ world }: Desk): Promise<Candidate[]> {
  const known = await world.completing.people();
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const values = [...callsOf(known)].map(([id, word]) => ({ word, label: names.get(id) ?? word, detail: id }));
  return plain(values);
}

/** What can be started for the branch that was named, or else is looked at. */
async function workflows(desk: Desk, before: readonly string[]): Promise<readonly Workflow[]> {
  const { world, repository, room } = desk;
  const cards = await world.completing.cards(room);
  const named = before.find((word) => cards.some(({ key }) => key.repository === repository && key.branch === word));
  const branch = BranchNameSchema.safeParse(named ?? desk.branch ?? cards[0]?.key.branch);
  return branch.success ? world.completing.workflows({ repository, branch: branch.data }) : [];
}

/** By its id, and by its engine too where two engines have one of that id. */
function workflowWords(all: readonly Workflow[]): Value[] {
  return all.map(({ id, name, provider }) => {
    const shared = all.filter((each) => each.id.toLowerCase() === id.toLowerCase()).length > 1;
    return { word: shared ? `${provider}/${id}` : id, detail: name };
  });
}

/** The inputs of the workflow that was named, or of the only one, which are not given yet: with each of its choices where it has some. */
function inputs(all: readonly Workflow[], before: readonly string[]): Candidate[] {
  const named = all.filter(({ id, provider }) => before.includes(id) || before.includes(`${provider}/${id}`));
  const [chosen, second] = named.length > 0 ? named : all;
  if (!chosen || second) return [];
  const left = chosen.inputs.filter(({ name }) => !before.some((word) => word.startsWith(`${name}=`)));
  return left.flatMap(({ name, type, description, options = [] }): Candidate[] => {
    const values = type === 'boolean' ? ['true', 'false'] : options;
    const detail = description ?? type;
    if (values.length === 0)
      return /^[\w.-]+$/.test(name) ? [{ label: `${name}=`, detail, insert: `${name}=`, goesOn: true }] : [];
    return values.flatMap((value) => {
      const insert = writtenPair(name, value);
      return insert === undefined ? [] : [{ label: `${name}=${value}`, detail, insert }];
    });
  });
}
