// @vitest-environment node

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('media/panel.css', 'utf8');
const token = (name: string, scheme: 'light' | 'dark'): string => {
  const value = new RegExp(`--vscode-${name}: ([^;]+);`).exec(css)?.[1] ?? '';
  const both = /^light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)$/.exec(value);
  return (scheme === 'light' ? both?.[1] : both?.[2]) ?? value;
};

/** As WCAG 2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const background = 'sideBar-background';
const text: readonly (readonly [text: string, on: string])[] = [
  ...['foreground', 'descriptionForeground', 'errorForeground', 'textLink-foreground', 'textLink-activeForeground'].map(
    (name) => [name, background] as const,
  ),
  ['textPreformat-foreground', 'textPreformat-background'],
  ['foreground', 'textCodeBlock-background'],
  ['foreground', 'list-hoverBackground'],
  ['descriptionForeground', 'list-hoverBackground'],
  ['badge-foreground', 'badge-background'],
  ['button-foreground', 'button-background'],
  ['button-foreground', 'button-hoverBackground'],
  ['button-secondaryForeground', 'button-secondaryBackground'],
  ['input-foreground', 'input-background'],
  ['input-placeholderForeground', 'input-background'],
  ['inputValidation-warningForeground', 'inputValidation-warningBackground'],
  ['editorSuggestWidget-foreground', 'editorSuggestWidget-background'],
  ['editorSuggestWidget-selectedForeground', 'editorSuggestWidget-selectedBackground'],
];
const shapes = [
  'testing-iconPassed',
  'testing-iconFailed',
  'editorWarning-foreground',
  'progressBar-background',
  'focusBorder',
  'input-border',
];

describe.each(['light', 'dark'] as const)('the page’s %s colours', (scheme) => {
  it.each(text)('let %s be read on %s', (name, on) => {
    expect(contrast(token(name, scheme), token(on, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapes)('let %s be seen', (name) => {
    expect(contrast(token(name, scheme), token(background, scheme))).toBeGreaterThanOrEqual(3);
  });
});
