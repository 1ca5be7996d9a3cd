import * as vscode from 'vscode';
import type { Inline, Message } from '../../protocol/model/message.ts';
import { viewId } from '../contributions.ts';
import { quoted } from '../deed.ts';
import type { Services } from '../services.ts';
import { plain, rowText } from '../views/words.ts';
import { obstacleOf } from './obstacle.ts';
import { runHere } from './run-here.ts';
import { refuse, showReply } from './say.ts';

/** Links this user to their account on a forge: shows the code that has to be typed there, copies it, and opens the page. */
export async function link(services: Services): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const forge = await pickForge(services, vscode.l10n.t('Link Account'));
  if (forge === undefined) return;
  const line = forge === '' ? 'link' : `link ${quoted(forge)}`;
  const outcome = await vscode.window.withProgress({ location: { viewId: viewId('now') } }, () => services.run(line));
  const steps = outcome.ok ? stepsOf(outcome.value.reply) : undefined;
  return steps ? lead(steps) : showReply(services, line, outcome);
}

/** Ends the link to an account on a forge, so that the bridge acts for this user there no more. */
export async function unlink(services: Services): Promise<void> {
  const obstacle = obstacleOf(services.situation(), ['trust', 'bridge']);
  if (obstacle) return refuse(obstacle);
  const forge = await pickForge(services, vscode.l10n.t('Unlink Account'));
  if (forge !== undefined) await runHere(services, forge === '' ? 'unlink' : `unlink ${quoted(forge)}`);
}

/** The forge to speak of: empty where there is but one, undefined where the picking is given up. */
async function pickForge({ situation }: Services, title: string): Promise<string | undefined> {
  const forges = situation().room?.sources?.filter(({ kind }) => kind === 'forge') ?? [];
  if (forges.length < 2) return '';
  const items = forges.map(({ id, name }) => ({ label: rowText(name), id }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Where the account is') }))?.id;
}

interface Steps {
  readonly code: string;
  readonly href: string;
}

/** The code and the page of the bot's answer; undefined where it has no such thing to say. */
export function stepsOf({ blocks }: Message): Steps | undefined {
  const inlines = blocks.flatMap((block): readonly Inline[] => {
    if (block.type === 'paragraph' || block.type === 'quote') return block.children;
    return block.type === 'list' ? block.items.flat() : [];
  });
  const code = inlines.find((each) => each.type === 'code' && /^[\w-]{4,20}$/.test(each.text))?.text;
  const page = inlines.find((each) => each.type === 'link');
  return code !== undefined && page?.type === 'link' ? { code, href: page.href } : undefined;
}

async function lead({ code, href }: Steps): Promise<void> {
  const go = vscode.l10n.t('Copy Code and Open Page');
  const { authority } = vscode.Uri.parse(href, true);
  const pressed = await vscode.window.showInformationMessage(
    vscode.l10n.t('Your code is {0}', code),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Type it at {0}, where you are asked who you are. The bridge hears of it by itself.',
        plain(authority),
      ),
    },
    go,
  );
  if (pressed !== go) return;
  await vscode.env.clipboard.writeText(code);
  await vscode.env.openExternal(vscode.Uri.parse(href, true));
}
