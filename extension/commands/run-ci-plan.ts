import * as vscode from 'vscode';
import type { CardKey } from '../../protocol/model/card.ts';
import type { Workflow, WorkflowInput } from '../../protocol/model/workflow.ts';
import { canQuote } from '../deed.ts';
import { plain, rowText } from '../views/words.ts';
import type { Answers, Question } from './ask-all.ts';

export interface RunCiFacts {
  readonly here: CardKey | undefined;
  /** Empty where the bridge does not tell what can be started. */
  readonly workflows: readonly Workflow[];
  /** Whether it is for this branch, and for no other to be asked for. */
  readonly forHere: boolean;
  /** What each workflow was last started with. */
  readonly last: (workflow: Workflow) => Readonly<Record<string, string>>;
}

const another = 'another';

/** What has to be asked before CI is run, as far as it is known by now. */
export const planRunCi =
  (facts: RunCiFacts) =>
  (answers: Answers): readonly Question[] => {
    const workflow = chosenWorkflow(facts.workflows, answers);
    return [
      ...workflowQuestion(facts.workflows),
      ...branchQuestions(facts, answers),
      ...(workflow ? inputQuestions(workflow, facts.last(workflow)) : []),
    ];
  };

/** The only workflow, or the one that was picked. */
export const chosenWorkflow = (workflows: readonly Workflow[], { workflow }: Answers): Workflow | undefined =>
  workflows.length === 1 ? workflows[0] : workflows.find((each) => keyOf(each) === workflow);

/** The branch or commit that was named; undefined for this branch. */
export const chosenName = ({ branch, name }: Answers): string | undefined =>
  branch === another || branch === undefined ? name?.trim() : undefined;

/** What the workflow is started with: all that was answered, but for what was left empty and is empty by default. */
export function chosenInputs(workflow: Workflow | undefined, answers: Answers): Record<string, string> {
  const given = (workflow?.inputs ?? []).flatMap((input): [string, string][] => {
    const value = answers[inputKey(input)];
    return value === undefined || (value === '' && !input.default) ? [] : [[input.name, value]];
  });
  return Object.fromEntries(given);
}

/** A workflow's name among those of all providers. */
export const keyOf = ({ provider, id }: Workflow): string => `${provider} ${id}`;

const inputKey = ({ name }: WorkflowInput): string => `input ${name}`;

const workflowQuestion = (workflows: readonly Workflow[]): readonly Question[] =>
  workflows.length < 2
    ? []
    : [
        {
          key: 'workflow',
          prompt: vscode.l10n.t('Which workflow'),
          choices: workflows.map((each) => ({
            value: keyOf(each),
            label: rowText(each.name),
            ...(each.id !== each.name && { description: rowText(each.id) }),
          })),
        },
      ];

function branchQuestions({ here, forHere }: RunCiFacts, { branch }: Answers): readonly Question[] {
  if (here && forHere) return [];
  const name: Question = {
    key: 'name',
    prompt: vscode.l10n.t('A branch, or a commit of at least seven digits'),
    judge: judgeName,
  };
  if (!here) return [name];
  const choices = [
    {
      value: 'here',
      label: `$(git-branch) ${vscode.l10n.t('This Branch')}`,
      description: rowText(here.branch),
    },
    { value: another, label: `$(search) ${vscode.l10n.t('Another Branch or Commit…')}` },
  ];
  return [
    { key: 'branch', prompt: vscode.l10n.t('What to run CI for'), choices, value: 'here' },
    ...(branch === another ? [name] : []),
  ];
}

function judgeName(text: string): string | undefined {
  const name = text.trim();
  if (name === '') return vscode.l10n.t('Type a branch or a commit.');
  return /\s/.test(name) ? vscode.l10n.t('A branch or a commit has no spaces in it.') : undefined;
}

/** One step for each input, with what it was last given. A value that is not offered any more is no default. */
function inputQuestions({ inputs }: Workflow, last: Readonly<Record<string, string>>): readonly Question[] {
  return inputs.map((input) => {
    const options = input.type === 'boolean' ? ['true', 'false'] : (input.options ?? []);
    const prompt = [plain(input.name), input.description && plain(input.description)].filter(Boolean).join(': ');
    const known = [last[input.name], input.default].find(
      (value) => value !== undefined && (options.length === 0 || options.includes(value)),
    );
    const question: Question = { key: inputKey(input), prompt, ...(known !== undefined && { value: known }) };
    if (options.length === 0) return { ...question, judge: (text) => judgeInput(input, text) };
    const optional = input.required || input.type === 'boolean' ? [] : [{ value: '', label: vscode.l10n.t('None') }];
    return {
      ...question,
      choices: [...options.map((value) => ({ value, label: rowText(value) })), ...optional],
    };
  });
}

function judgeInput({ name, type, required }: WorkflowInput, text: string): string | undefined {
  if (text.trim() === '') return required ? vscode.l10n.t('{0} is needed.', plain(name)) : undefined;
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(text)) return vscode.l10n.t('{0} is a number.', plain(name));
  if (text.length > 1_000) return vscode.l10n.t('That is longer than {0} characters.', 1_000);
  return canQuote(text) ? undefined : vscode.l10n.t('A value cannot hold every kind of quotation mark at once.');
}
