import * as vscode from 'vscode';
import type { Inline, Message } from '../../protocol/model/message.ts';
import { viewId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { obstacleOf } from './obstacle.ts';
import { refuse, showReply } from './say.ts';

/** Shows this user that they and a chat's user are the same: asks the bot for a code, to be typed in the chat. */
export async function pair(services: Services): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const outcome = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () => services.run('pair'));
  const line = outcome.ok ? pairLine(outcome.value.reply) : undefined;
  if (line === undefined) return showReply(services, 'pair', outcome);
  const copy = vscode.l10n.t('Copy');
  const pressed = await vscode.window.showInformationMessage(
    vscode.l10n.t('Type {0} in the chat', line),
    { modal: true, detail: detailOf(line) },
    copy,
  );
  if (pressed === copy) await vscode.env.clipboard.writeText(line);
}

const detailOf = (line: string): string =>
  vscode.l10n.t(
    'Where the chat has no such command, say “{0}” to the bot in a direct message. The code is good once and for a short time: keep it to yourself.',
    line.replace(/^\S+ /, ''),
  );

/** What to type in the chat, by the bot's answer: the line in it, or one made of its code; undefined where it has neither. */
export function pairLine({ blocks }: Message): string | undefined {
  const codes = blocks.flatMap((block) => {
    if (block.type === 'code') return [block.text.trim()];
    const inlines: readonly Inline[] = 'children' in block ? block.children : [];
    return inlines.flatMap((each) => (each.type === 'code' ? [each.text.trim()] : []));
  });
  const whole = codes.find((code) => /^\/[\w-]+ pair [\w-]{4,64}$/.test(code));
  const bare = codes.find((code) => /^(?:pair )?[\w-]{4,64}$/.test(code));
  return whole ?? (bare === undefined ? undefined : `/shiproom pair ${bare.replace(/^pair /, '')}`);
}
