import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { colours } from '../../extension/contributions/colours.ts';

type Theme = 'dark' | 'light' | 'hc-dark' | 'hc-light';
type Rgb = readonly [red: number, green: number, blue: number];

const themes = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'accessibility', 'themes.json'), 'utf8'),
) as Readonly<Record<Theme, { readonly variables: Readonly<Record<string, string>> }>>;
const kinds = { dark: 'dark', light: 'light', 'hc-dark': 'highContrast', 'hc-light': 'highContrastLight' } as const;

/** What is read as words, and not seen as an icon alone. */
const words: readonly string[] = ['unreadForeground'];

const valueOf = (theme: Theme, colour: string): string =>
  colour.startsWith('#') ? colour : (themes[theme].variables[`--vscode-${colour.replaceAll('.', '-')}`] ?? '');

/** A colour as it is seen on another. */
function seen(value: string, on: Rgb): Rgb {
  const hex = /^#(..)(..)(..)$/
    .exec(value)
    ?.slice(1)
    .map((part) => Number.parseInt(part, 16));
  const [red = 0, green = 0, blue = 0, alpha = 1] = hex ?? (value.match(/[\d.]+/g) ?? []).map(Number);
  const mixed = (part: number, below: number) => part * alpha + below * (1 - alpha);
  return [mixed(red, on[0]), mixed(green, on[1]), mixed(blue, on[2])];
}

/** As WCAG 2 defines it. */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour
    .map((part) => part / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const black: Rgb = [0, 0, 0];
const cases = Object.entries(colours).flatMap(([name, colour]) =>
  (['dark', 'light', 'hc-dark', 'hc-light'] as const).map((theme) => ({ name, theme, value: colour[kinds[theme]] })),
);

describe('the colours that are contributed', () => {
  it.each(cases)('$name stands out in $theme, on the side bar and on a chosen row', ({ name, theme, value }) => {
    const bar = seen(valueOf(theme, 'sideBar.background'), black);
    // A theme of high contrast may only outline what is chosen.
    const chosen = valueOf(theme, 'list.activeSelectionBackground') || 'rgba(0, 0, 0, 0)';
    const least = words.includes(name) ? 4.5 : 3;
    const colour = valueOf(theme, value);
    expect(colour).toMatch(/^#[\da-f]{6}$/i);
    expect(contrast(seen(colour, bar), bar)).toBeGreaterThanOrEqual(least);
    expect(contrast(seen(colour, bar), seen(chosen, bar))).toBeGreaterThanOrEqual(3);
  });

  it.each(cases)('$name is worn by the panel in $theme as the editor would have it', ({ name, theme, value }) => {
    expect(valueOf(theme, `shiproom.${name}`).toLowerCase()).toBe(valueOf(theme, value).toLowerCase());
  });
});
