import { join } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { Sha } from '../../protocol/model/ids.ts';
import { staysInside } from '../../protocol/model/places.ts';
import type { Services } from '../services.ts';

const Place = z.object({
  file: z.string().check(z.refine(staysInside)),
  line: z.optional(z.int().check(z.positive())),
  commit: z.optional(Sha),
});

/** Opens the place of a failing test, at the line where it stands today. */
export async function openFailure({ situation }: Services, argument?: unknown): Promise<void> {
  const place = z.safeParse(Place, argument).data;
  const root = situation().checkout?.root;
  if (!place || root === undefined) return;
  const at = new vscode.Position((place.line ?? 1) - 1, 0);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(at, at) };
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(root, place.file)), options);
}
