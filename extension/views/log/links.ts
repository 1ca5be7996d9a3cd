import { join } from 'node:path';
import * as vscode from 'vscode';
import { candidatesOf, type FilePlace, placesIn } from '../../../protocol/model/places.ts';

const mostLinks = 2_000;

class PlaceLink extends vscode.DocumentLink {
  readonly place: FilePlace;

  constructor(line: number, place: FilePlace) {
    super(new vscode.Range(line, place.start, line, place.start + place.length));
    this.place = place;
    this.tooltip = vscode.l10n.t('Open the file at this line');
  }
}

/** Makes a link of each place that a log's document names. Which file it is, is looked for only where it is clicked. */
export const logLinks = (root: () => string | undefined): vscode.DocumentLinkProvider<PlaceLink> => ({
  provideDocumentLinks: (document) => linksIn(document.getText()),
  async resolveDocumentLink(link) {
    const file = await fileAt(link.place, root());
    if (file) link.target = file.with({ fragment: `L${link.place.line},${link.place.column}` });
    return link;
  },
});

function linksIn(text: string): PlaceLink[] {
  const links: PlaceLink[] = [];
  for (const [number, line] of text.split('\n').entries()) {
    if (links.length >= mostLinks) break;
    links.push(...placesIn(line).map((place) => new PlaceLink(number, place)));
  }
  return links;
}

/** The file of this repository that a place names; undefined where it has none of that name. */
export async function fileAt(
  { file }: Pick<FilePlace, 'file'>,
  root: string | undefined,
): Promise<vscode.Uri | undefined> {
  if (root === undefined) return undefined;
  for (const candidate of candidatesOf(file)) {
    const uri = vscode.Uri.file(join(root, candidate));
    const found = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
    if (found) return uri;
  }
  return undefined;
}
