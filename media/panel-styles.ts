import { css } from 'lit';

/** How the parts of the panel stand: above one another in a side bar, branches and people beside the feed in a wide page. */
export const panelStyles = css`
  :host {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
    grid-template-areas: 'top' 'side' 'main';
    height: 100vh;
    overflow: hidden;
  }
  shiproom-connection {
    grid-area: top;
  }
  /* It holds what only a screen reader hears, which would else make the page longer than its window. */
  aside {
    position: relative;
    grid-area: side;
    max-height: 40vh;
    overflow-y: auto;
    border-bottom: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
  }
  main {
    display: flex;
    grid-area: main;
    flex-direction: column;
    min-height: 0;
  }
  main.alone {
    grid-column: 1 / -1;
  }
  shiproom-feed,
  shiproom-log-pane,
  shiproom-welcome {
    flex: 1;
  }
  @media (min-width: 800px) {
    :host {
      grid-template: auto minmax(0, 1fr) / minmax(300px, 380px) minmax(0, 1fr);
      grid-template-areas: 'top top' 'side main';
    }
    aside {
      max-height: none;
      border-bottom: 0;
      border-inline-end: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-widget-border));
    }
  }
`;
