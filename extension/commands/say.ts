import * as vscode from 'vscode';
import type { Outcome, Refused, Reply } from '../../client/session.ts';
import { commandId, viewId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { notice, rowText } from '../views/words.ts';
import type { Obstacle } from './obstacle.ts';
import { titleOf } from './title.ts';

/** Says why a command cannot run, with the next step as a button. It does not wait for an answer. */
export function refuse({ message, button, command, args = [] }: Obstacle): void {
  offer(vscode.window.showWarningMessage(notice(message), button), () =>
    vscode.commands.executeCommand(command, ...args),
  );
}

/** Does something once a button of a message is pressed; a message that is closed instead is no failure. */
export function offer(pressed: Thenable<string | undefined>, act: (button: string) => Thenable<unknown>): void {
  const wait = async (): Promise<void> => {
    const button = await pressed;
    if (button !== undefined) await act(button);
  };
  wait().catch((error: unknown) => void vscode.window.showErrorMessage(notice(`Shiproom: ${messageOf(error)}`)));
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const longest = 200;

/** Shows the bot's reply: a short one as a message, a long one as a document. A refusal is shown with its next step, or thrown in its own words. */
export async function showReply(services: Services, line: string, outcome: Outcome<Reply>): Promise<void> {
  if (!outcome.ok) return refuseReply(outcome);
  const { reply, run } = outcome.value;
  const text = reply.text.trim();
  if (text.length > longest || text.split('\n').length > 2) return services.replies.open(line, reply.text);
  const buttons = run === undefined ? [] : [titleOf('openLog')];
  const pressed = vscode.window.showInformationMessage(notice(text), ...buttons);
  offer(pressed, () => vscode.commands.executeCommand(commandId('openLog'), { run }));
}

const quietMs = 8_000;

/** As `showReply`, for what the view Now shows anyway: a short reply passes by in the status bar, and asks for nothing. */
export async function tellReply(services: Services, line: string, outcome: Outcome<Reply>): Promise<void> {
  const text = outcome.ok ? outcome.value.reply.text.trim() : '';
  if (text === '' || text.length > longest || text.includes('\n')) return showReply(services, line, outcome);
  vscode.window.setStatusBarMessage(rowText(text), quietMs);
}

/** The refusals after which there is something to do, and what. */
const nextSteps: Readonly<Record<string, () => Pick<Obstacle, 'button' | 'command'>>> = {
  identity_not_linked: () => ({ button: titleOf('link'), command: commandId('link') }),
  stale_target: () => ({ button: vscode.l10n.t('Look Again'), command: `${viewId('now')}.focus` }),
};

function refuseReply({ slug, message }: Refused): void {
  const step = Object.hasOwn(nextSteps, slug) ? nextSteps[slug] : undefined;
  if (!step) throw new Error(message);
  refuse({ message, ...step() });
}
