// @vitest-environment node

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { glyphs } from '../../media/icons.ts';

it('draws each icon with the glyph that the font has for its name', () => {
  const css = readFileSync('node_modules/@vscode/codicons/dist/codicon.css', 'utf8');
  const glyphOf = (name: string) => {
    const code = new RegExp(`\\.codicon-${name}:before \\{ content: "\\\\([0-9a-f]+)" \\}`).exec(css)?.[1];
    return code === undefined ? undefined : String.fromCodePoint(Number.parseInt(code, 16));
  };
  expect(glyphs).toEqual(Object.fromEntries(Object.keys(glyphs).map((name) => [name, glyphOf(name)])));
});
