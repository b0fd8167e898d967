import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Limits } from '@tokenim/protocol';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type PlaygroundServer, servePlayground } from '../../playground/serve.js';
import { findBrowser } from '../tools/browsers.mjs';
import { freePort, ServerProcess } from '../tools/server-process.js';
import { type CutWire, cutWire } from './cut-wire.js';

const app = { id: 'demo', secret: 'a secret of the stage, 32 characters long' };

/**
 * A server of its own process, a shop and a desk whose wires to it can be cut one by one, and a browser for each,
 * so that nothing but the server connects the two sides.
 */
export interface Stage {
  server: ServerProcess;
  shopWire: CutWire;
  deskWire: CutWire;
  shopUrl: string;
  deskUrl: string;
  shop: BrowserContext;
  desk: BrowserContext;
  /** Everything that a page threw or logged as an error, but failed requests. */
  problems: string[];
  close(): Promise<void>;
}

export async function launch(profile?: string): Promise<Browser | BrowserContext> {
  const options = {
    executablePath: process.env.CHROME_PATH || findBrowser('chromium'),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-gpu'],
  };
  return profile ? chromium.launchPersistentContext(profile, options) : chromium.launch(options);
}

export async function openStage(limits: Partial<Limits> = {}): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'tokenim-stage-'));
  const port = await freePort();
  const server = new ServerProcess({ data, port, app, limits });
  await server.start();
  const wires = [await cutWire(port), await cutWire(port)] as const;
  const sites: PlaygroundServer[] = [];
  for (const wire of wires) {
    sites.push(
      await servePlayground({
        secret: app.secret,
        endpoint: `http://127.0.0.1:${wire.port}`,
        port: await freePort(),
      }),
    );
  }
  const browsers = [(await launch()) as Browser, (await launch()) as Browser] as const;
  const size = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };
  const contexts = [await browsers[0].newContext(size), await browsers[1].newContext(size)] as const;
  const problems: string[] = [];
  for (const context of contexts) {
    context.on('weberror', (event) => problems.push(String(event.error())));
    context.on('console', (message) => {
      if (
        message.type() === 'error' &&
        !/Failed to load resource|WebSocket connection/.test(message.text())
      ) {
        problems.push(message.text());
      }
    });
  }
  return {
    server,
    shopWire: wires[0],
    deskWire: wires[1],
    shopUrl: `${sites[0]!.url}/`,
    deskUrl: `${sites[1]!.url}/desk.html`,
    shop: contexts[0],
    desk: contexts[1],
    problems,
    async close() {
      for (const browser of browsers) await browser.close();
      for (const site of sites) await site.close();
      for (const wire of wires) await wire.close();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** One side of a conversation, as the person at the screen sees it. */
export class Side {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get field() {
    // Before there is a conversation the panel has a field of its own.
    return this.page.locator('tim-composer textarea, tim-widget textarea').last();
  }

  row(text: string) {
    return this.page.locator('tim-thread [data-row]').filter({ hasText: text }).last();
  }

  /** As a hand does it: text with breaks by Shift+Enter, then Enter. */
  async say(text: string): Promise<void> {
    await this.field.focus();
    const lines = text.split('\n');
    for (const [i, line] of lines.entries()) {
      if (i > 0) await this.page.keyboard.press('Shift+Enter');
      await this.page.keyboard.insertText(line);
    }
    await this.page.keyboard.press('Enter');
  }

  /** Picks files, and sends them once they stand above the field. */
  async sendFiles(files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]): Promise<void> {
    const composer = this.page.locator('tim-composer').last();
    await composer.locator('input[type=file]').setInputFiles(files);
    const count = Array.isArray(files) ? files.length : 1;
    await composer
      .locator('tim-file-tray li')
      .nth(count - 1)
      .waitFor();
    await composer.locator('button.send').click();
  }

  /** The words of all messages drawn, in their order. */
  texts(): Promise<string[]> {
    return this.page.locator('tim-thread [data-row]').evaluateAll((rows) =>
      rows.flatMap((row) => {
        const text = row.querySelector('.bubble > .text');
        if (!text) return [];
        const copy = text.cloneNode(true) as Element;
        for (const meta of copy.querySelectorAll('.meta')) meta.remove();
        return [copy.textContent ?? ''];
      }),
    );
  }

  async waitForTexts(wanted: string[], timeout = 15_000): Promise<void> {
    const end = Date.now() + timeout;
    let seen: string[] = [];
    while (Date.now() < end) {
      seen = await this.texts();
      if (JSON.stringify(seen.slice(-wanted.length)) === JSON.stringify(wanted)) return;
      await this.page.waitForTimeout(50);
    }
    throw new Error(`Wanted at the end:\n${JSON.stringify(wanted)}\nseen:\n${JSON.stringify(seen)}`);
  }

  /** What is laid out over something else or out of its place: a sentence each. */
  misplaced(): Promise<string[]> {
    return this.page.evaluate(() => {
      const wrong: string[] = [];
      const all = (selector: string, root: ParentNode = document): HTMLElement[] =>
        [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
          ...(element.matches(selector) ? [element] : []),
          ...(element.shadowRoot ? all(selector, element.shadowRoot) : []),
        ]);
      for (const scroller of all('tim-thread, tim-conversation-list')) {
        const box = scroller.getBoundingClientRect();
        const rows = [...scroller.shadowRoot!.querySelectorAll<HTMLElement>('[data-row], [role=option]')];
        const name = (row: HTMLElement) => JSON.stringify(row.textContent.slice(0, 40));
        for (const [i, row] of rows.entries()) {
          const { top, bottom } = row.getBoundingClientRect();
          const above = rows[i - 1]?.getBoundingClientRect();
          if (above && top < above.bottom - 1) wrong.push(`${name(row)} lies over what is above it`);
          if (bottom - top < 8) wrong.push(`${name(row)} has no height`);
          for (const part of row.querySelectorAll<HTMLElement>('.bubble, .name, .preview, .time')) {
            const at = part.getBoundingClientRect();
            if (at.width > 0 && (at.left < box.left - 1 || at.right > box.right + 1))
              wrong.push(`${name(row)} is wider than its place`);
          }
        }
      }
      const root = document.scrollingElement!;
      if (root.scrollWidth > root.clientWidth + 1) wrong.push('the page scrolls sideways');
      return wrong;
    });
  }

  async menu(text: string, item: string): Promise<void> {
    const row = this.row(text);
    await row.hover();
    await row.locator('button.more').click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async tick(
    text: string,
    state: 'pending' | 'sent' | 'delivered' | 'read',
    timeout = 10_000,
  ): Promise<void> {
    await this.row(text).locator(`.tick.${state}`).waitFor({ timeout });
  }
}

/** Opens the shop and the chat in its corner. */
export async function visit(stage: Stage): Promise<Side> {
  const page = await stage.shop.newPage();
  await page.goto(stage.shopUrl);
  await page.locator('.launcher').click();
  return new Side(page);
}

/** Opens the desk as one of its agents. */
export async function sitDown(stage: Stage): Promise<Side> {
  const page = await stage.desk.newPage();
  await page.goto(stage.deskUrl);
  return new Side(page);
}
