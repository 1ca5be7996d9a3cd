import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askAll } from '../../extension/commands/ask-all.ts';
import { quickAsk } from '../../extension/commands/quick-ask.ts';
import { planRunCi } from '../../extension/commands/run-ci-plan.ts';
import { runLine } from '../../extension/commands/run-line.ts';
import { pickFinding } from '../../extension/doctor/findings-pick.ts';
import type { Services } from '../../extension/services.ts';
import { roomView, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const evil = '[x](command:workbench.action.quit) $(squirrel)\u202E\n';
/** What VS Code takes for a link, or for an icon, in what it says above and below a field. */
const made = /\]\((?:https?:|command:|file:)|(?<!\\)\$\(/;

beforeEach(() => reset());

describe('what a field asks for', () => {
  it('[T2] holds no link and no icon of a workflow’s own, nor does what is said of an answer', async () => {
    const inputs = [{ name: evil, description: evil, type: 'number', required: true } as const];
    const workflow = { provider: 'p', id: 'ci.yml', name: 'CI', inputs };
    const said: unknown[] = [];
    const create = stub.window.createInputBox;
    vi.spyOn(stub.window, 'createInputBox').mockImplementation(() => {
      const input = create();
      const show = input.show;
      input.show = () => {
        show();
        said.push(input.prompt, input.validationMessage);
      };
      return input;
    });
    const answers = ['not a number', undefined];
    editor.answer = () => answers.shift();
    const facts = { here: undefined, workflows: [workflow], forHere: true, last: () => ({}) };
    await askAll((given) => planRunCi(facts)(given).slice(-1), quickAsk('Run CI'));
    expect(said.filter((each) => typeof each === 'string').length).toBeGreaterThan(1);
    for (const each of said) expect(each).not.toMatch(made);
  });

  it('[T2] holds no link and no icon of a bot’s command', async () => {
    const spec = { name: 'ci', summary: evil, arguments: [{ name: evil, summary: evil, required: true }], options: [] };
    const room = roomView({ commands: [spec] as never });
    editor.answer = ({ kind }) => (kind === 'pick' ? 'ci' : undefined);
    await runLine({ situation: () => situation({ room }) } as unknown as Services);
    const [, field] = editor.shown;
    expect([field?.kind, field?.prompt]).toEqual(['input', expect.stringContaining('workbench.action.quit')]);
    expect(field?.prompt).not.toMatch(made);
  });
});

describe('a list to pick from', () => {
  const icon = '$(squirrel)';

  it('[T2] draws no icon of a bot’s command', async () => {
    const spec = { name: icon, summary: icon, arguments: [] };
    const room = roomView({ commands: [spec] as never });
    await runLine({ situation: () => situation({ room }) } as unknown as Services);
    expect(editor.shown[0]?.choices).toEqual(['\\$(squirrel)', '$(edit) Type a Line…']);
  });

  it('[T2] draws no icon of a hop’s name or words, but Doctor’s own', async () => {
    await pickFinding([{ name: icon, state: 'passed', words: icon }]);
    expect(editor.shown[0]?.choices).toEqual(['$(pass) \\$(squirrel)', '', '$(copy) Copy Report']);
  });
});
