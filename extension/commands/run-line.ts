import * as vscode from 'vscode';
import type { CommandSpec } from '../../protocol/model/command.ts';
import { viewId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { hereOf } from '../situation.ts';
import { fieldText, rowText } from '../views/words.ts';
import { obstacleOf } from './obstacle.ts';
import { refuse, showReply } from './say.ts';

/** Runs a command of the room's bot: picked from its catalog, or typed as a whole line, as in the panel and in chat. */
export async function runLine(services: Services): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const line = await ask(services.situation().room?.commands ?? []);
  if (!line) return;
  const outcome = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () =>
    services.run(line, hereOf(services.situation())),
  );
  await showReply(services, line, outcome);
}

async function ask(catalog: readonly CommandSpec[]): Promise<string | undefined> {
  const items: (vscode.QuickPickItem & { readonly spec?: CommandSpec })[] = [
    ...catalog.map((spec) => ({
      label: rowText(spec.name),
      description: rowText(argumentsOf(spec)),
      detail: rowText(spec.summary),
      spec,
    })),
    { label: `$(edit) ${vscode.l10n.t('Type a Line…')}`, description: vscode.l10n.t('as in the feed') },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Run Bot Command'),
    placeHolder: vscode.l10n.t('A command of the bot'),
    matchOnDetail: true,
  });
  if (!picked) return undefined;
  if (picked.spec?.arguments.length === 0) return picked.spec.name;
  return picked.spec ? askArguments(picked.spec) : typed();
}

async function askArguments(spec: CommandSpec): Promise<string | undefined> {
  const needs = spec.arguments.some(({ required }) => required);
  const text = await vscode.window.showInputBox({
    title: `${vscode.l10n.t('Run Bot Command')}: ${spec.name}`,
    prompt: fieldText(spec.arguments.map(({ name, summary }) => `${name}: ${summary}`).join('; ')),
    placeHolder: argumentsOf(spec),
    validateInput: (value) =>
      needs && value.trim() === ''
        ? fieldText(vscode.l10n.t('{0} needs {1}', spec.name, argumentsOf(spec)))
        : undefined,
  });
  return text === undefined ? undefined : `${spec.name} ${text}`.trim();
}

async function typed(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Run Bot Command'),
    prompt: vscode.l10n.t('A whole line; “help” lists the commands'),
    placeHolder: 'ci run main',
  });
  return text?.trim().replace(/^\//, '');
}

const argumentsOf = (spec: CommandSpec): string =>
  spec.arguments.map(({ name, required }) => (required ? `<${name}>` : `[${name}]`)).join(' ');
