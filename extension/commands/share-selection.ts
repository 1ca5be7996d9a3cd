import * as vscode from 'vscode';
import type { CardKey } from '../../protocol/model/card.ts';
import { excerptPlace, type Shown } from '../../protocol/model/excerpt.ts';
import { findLines } from '../excerpts/find.ts';
import { historyOf } from '../excerpts/history.ts';
import { pick, type Picked, type Unfit } from '../excerpts/selected.ts';
import { permalinkOf } from '../forges/permalink.ts';
import { refusalOf, refusalOfShown } from '../guarded-session.ts';
import type { Services } from '../services.ts';
import { hereOf, type Situation } from '../situation.ts';
import { type Checkout, nameBelow } from '../sources/checkout.ts';
import { selectionPreview } from '../views/documents/excerpt-preview.ts';
import { fieldText, notice, plain } from '../views/words.ts';
import { type Obstacle, obstacleOf } from './obstacle.ts';
import { refuse } from './say.ts';
import { withheld } from './share-status.ts';
import { titleOf } from './title.ts';

/** What is to be sent: a link to the lines, or the lines themselves. */
type Share = { readonly link: string } | { readonly excerpt: Shown };

interface Selection {
  readonly document: vscode.TextDocument;
  readonly picked: Picked;
  readonly path: string;
  readonly checkout: Checkout;
}

/**
 * Sends the selected lines to the room: a permalink where the forge has the commit with these lines, else an excerpt. What leaves is shown first,
 * each time, and refused where it looks like a secret.
 */
export async function shareSelection(services: Services): Promise<void> {
  const situation = services.situation();
  const found = hindered(situation) ?? selectionOf(situation);
  if ('message' in found) return refuse(found);
  const share = await shareOf(found);
  const refused = 'excerpt' in share ? refusalOfShown(share.excerpt) : refusalOf(share.link);
  if (refused) throw new Error(refused.message);
  const comment = await askComment(found);
  if (comment === undefined) return;
  await send(services, share, comment.trim(), hereOf(situation));
}

/** Offline is none: what is said then goes out later. */
function hindered(situation: Situation): Obstacle | undefined {
  const unpaired = situation.connection.state === 'unpaired' ? (['bridge'] as const) : [];
  return obstacleOf(situation, ['trust', 'repository', ...unpaired]) ?? withheld(situation);
}

function selectionOf({ checkout }: Situation): Selection | Obstacle {
  const { l10n } = vscode;
  const editor = vscode.window.activeTextEditor;
  if (!editor) return toFile(l10n.t('Select lines in a file first.'));
  const { document, selection } = editor;
  const path = checkout && document.uri.scheme === 'file' ? nameBelow(checkout.root, document.uri.fsPath) : undefined;
  if (!checkout || path === undefined) return toFile(l10n.t('This file is not in the repository.'));
  if (checkout.at.state === 'unborn') return toFile(l10n.t('There is no commit yet that these lines could belong to.'));
  const picked = pick(linesOf(document), selection);
  return typeof picked === 'string' || 'tooLong' in picked ? unfit(picked) : { document, picked, path, checkout };
}

const linesOf = (document: vscode.TextDocument): readonly string[] => document.getText().split(/\r?\n/);

const toFile = (message: string): Obstacle => ({
  message,
  button: vscode.l10n.t('Go to File…'),
  command: 'workbench.action.quickOpen',
});

function unfit(why: Unfit): Obstacle {
  const { l10n } = vscode;
  const select = { button: l10n.t('Select Line'), command: 'expandLineSelection' };
  if (why === 'nothing') return { message: l10n.t('No lines are selected.'), ...select };
  if (why === 'binary') return { message: l10n.t('What is selected is no text.'), ...select };
  const message = l10n.t('That is too much to show: {0} characters, of at most {1}.', why.tooLong, why.most);
  return { message, ...select };
}

async function shareOf({ document, picked, path, checkout }: Selection): Promise<Share> {
  const { at, repository, root } = checkout;
  if (at.state === 'unborn') throw new Error(vscode.l10n.t('There is no commit yet that these lines could belong to.'));
  const history = await historyOf(root);
  const committed = await history?.textAt(at.head, path);
  // Unsaved lines above may have moved them, so they are looked for in the commit by what they say.
  const there = committed === undefined ? undefined : findLines(committed.split(/\r?\n/), picked);
  const same = there && there.changed + there.added === 0 && !there.blanks;
  const link = same && permalinkOf({ repository, commit: at.head, path, line: there.line, endLine: there.endLine });
  if (link && (await history?.onRemote(at.head))) return { link };
  const { line, endLine, before, after, text } = picked;
  const branch = at.state === 'branch' ? { branch: at.branch } : {};
  const of = { repository, ...branch, commit: at.head, path, line, endLine, before: [...before], after: [...after] };
  return { excerpt: { of, text, language: document.languageId.slice(0, 40) } };
}

const askComment = async ({ path, picked }: Selection): Promise<string | undefined> =>
  vscode.window.showInputBox({
    title: titleOf('shareSelection').replace('…', ''),
    prompt: vscode.l10n.t('What to say about {0}, if anything', fieldText(`${path}:${picked.line}`)),
    validateInput: (value) => refusalOf(value)?.message ?? (value.length > mostWords ? tooMany() : undefined),
  });

const mostWords = 3_000;
const tooMany = (): string => vscode.l10n.t('That is too long: at most {0} characters.', mostWords);

async function send(services: Services, share: Share, comment: string, about: CardKey | undefined): Promise<void> {
  const { room, origin, connection } = services.situation();
  const session = services.session();
  if (!session || !origin) throw new Error(vscode.l10n.t('No bridge is connected.'));
  const button = vscode.l10n.t('Send');
  const name = plain(room?.name ?? origin);
  const preview = selectionPreview({ share, comment, about, origin, online: connection.state === 'online' });
  const title = vscode.l10n.t('Send these lines to {0}?', name);
  if ((await vscode.window.showInformationMessage(title, { modal: true, detail: preview }, button)) !== button) return;
  const text = [comment, 'link' in share ? share.link : ''].filter(Boolean).join('\n');
  const outcome = await ('excerpt' in share
    ? session.say(text === '' ? excerptPlace(share.excerpt.of) : text, about, share.excerpt)
    : session.say(text, about));
  if (!outcome.ok) throw new Error(outcome.message);
  const said =
    services.session()?.connection().state === 'online'
      ? vscode.l10n.t('The lines are sent to {0}.', name)
      : vscode.l10n.t('The lines are kept here, and sent to {0} once the bridge is back.', name);
  void vscode.window.showInformationMessage(notice(said));
}
