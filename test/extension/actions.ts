import type { Errand } from '../../extension/deed.ts';
import { runCommand } from '../../extension/commands/index.ts';
import { type CommandName, commandId, commands } from '../../extension/contributions.ts';
import { createMemory } from '../../extension/memory.ts';
import type { Services } from '../../extension/services.ts';
import type { LogName } from '../../extension/views/log/name.ts';
import { DeviceId, RunId } from '../../protocol/model/ids.ts';
import type { Message } from '../../protocol/model/message.ts';
import type { Job } from '../../protocol/model/run.ts';
import type { Source } from '../../protocol/model/source.ts';
import type { Workflow } from '../../protocol/model/workflow.ts';
import { person, capable } from '../support/samples.ts';
import { memoryKeep } from './secrets.ts';
import { card, roomView, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';

const source: Source = { id: 'memory', kind: 'ci', name: 'Memory', state: 'fresh', can: capable };
export const job = (id: string, part: Partial<Job> = {}): Job => ({
  id,
  name: `job ${id}`,
  attempt: 1,
  revision: 0,
  state: 'passed',
  steps: [],
  ...part,
});
export const id = RunId.parse('run-1');
/** The commands over a situation, and what they have asked for. */
export function begin(part: Parameters<typeof card>[0] = {}) {
  const errands: Errand[] = [];
  const lines: string[] = [];
  const logs: LogName[] = [];
  const terminals: LogName[] = [];
  const answers = { slug: '', reply: { text: 'Done.', blocks: [] } as Message, workflows: [] as Workflow[] };
  const outcome = async () =>
    answers.slug
      ? { ok: false as const, slug: answers.slug, message: 'Refused.' }
      : { ok: true as const, value: { reply: answers.reply } };
  const room = roomView({ cards: [card(part)], sources: [source], people: [{ person: person('Ben'), devices: 1 }] });
  const services = {
    situation: () => situation({ room }),
    perform: (errand: Errand) => (errands.push(errand), outcome()),
    run: (line: string) => (lines.push(line), outcome()),
    workflows: async () => ({ ok: true, value: answers.workflows }),
    memory: createMemory(
      memoryKeep(),
      () => DeviceId.parse('device-minted'),
      () => 0,
    ),
    logs: { open: async (name: LogName) => void logs.push(name) },
    terminals: { open: (name: LogName) => void terminals.push(name) },
    time: String,
  } as unknown as Services;
  let name: CommandName;
  for (name in commands) {
    const each = name;
    editor.commands.set(commandId(each), (...args: unknown[]) => runCommand(services, each, args));
  }
  return { errands, lines, logs, terminals, answers, services };
}
