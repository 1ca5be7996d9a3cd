import { describe, expect, it } from 'vitest';
import { joinPage, joinScript, joinStyle } from '../../bridge/server/join-page.ts';

describe('the page of a link', () => {
  it('[T3] runs nothing but its own file, and holds no handler and no style of its own', () => {
    expect(joinPage.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/join.js">']);
    expect(joinPage).not.toMatch(/\son\w+=|style=|javascript:/i);
    expect(joinScript).not.toMatch(/innerHTML|eval|document\.write|fetch\(/);
    expect(joinStyle).not.toMatch(/url\(|@import/);
  });

  it('spends no code by being opened: only a link that is followed does', () => {
    expect(joinScript).not.toMatch(/WebSocket|XMLHttpRequest|sendBeacon/);
    expect(joinPage).not.toMatch(/prefetch|preconnect|preload/);
  });
});
