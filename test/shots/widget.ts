import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { TimWidget } from '../../packages/widget/src/widget/widget.js';
import { openStage, Side, type Stage, sitDown } from '../e2e/stage.js';
import { type Look, output, type Shot, shot } from './shot.js';

/** What the visitor asks and the desk answers, in each language. */
const talk: Record<string, [string, string, string]> = {
  en: [
    'Is the tide bowl still there?',
    'It is, two of them. Shall I set one aside?',
    'Yes please, until Friday.',
  ],
  'zh-CN': ['潮汐碗还有货吗？', '还有两只，需要帮您留一只吗？', '好的，留到周五，谢谢。'],
  ar: ['هل ما زال وعاء المد متوفرًا؟', 'نعم، اثنان. هل أحجز لك واحدًا؟', 'نعم من فضلك، حتى يوم الجمعة.'],
};

/** What is looked for in it, with more than one match. */
const looked: Record<string, string> = { en: 'i', 'zh-CN': '留', ar: 'و' };

/** Closed, empty, and after a conversation: thread, find, home, list and settings, each in a visitor's own storage. */
async function visitor(browser: Browser, stage: Stage, desk: Side, look: Look): Promise<Shot[]> {
  const taken: Shot[] = [];
  const context = await browser.newContext({
    viewport: look.viewport,
    locale: look.lang,
    colorScheme: look.theme,
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    const take = async (name: string) => {
      const one = shot(`widget/${name}`, look);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(output, one.file) });
      taken.push(one);
    };
    await page.goto(`${stage.shopUrl}?lang=${look.lang}&theme=${look.theme}`);
    await page.locator('.launcher').waitFor();
    await take('closed');
    await page.locator('.launcher').click();
    const shop = new Side(page);
    await shop.field.waitFor();
    await take('first');
    const [question, answer, thanks] = talk[look.lang]!;
    await shop.say(question);
    await desk.page
      .locator('tim-conversation-list [role=option]')
      .filter({ hasText: question })
      .first()
      .waitFor();
    await desk.page.locator('tim-conversation-list [role=option]').first().click();
    await desk.waitForTexts([question]);
    await desk.say(answer);
    await shop.row(answer).waitFor();
    await shop.say(thanks);
    await shop.row(thanks).waitFor();
    await take('thread');
    await page.locator('tim-widget header .find').click();
    await page.locator('tim-widget tim-search input').fill(looked[look.lang]!);
    await page.locator('tim-widget tim-thread .highlighted').waitFor();
    await take('find');
    await page.keyboard.press('Escape');
    // The ways there are shown only to who has more than one conversation.
    for (const name of ['home', 'list', 'settings'] as const) {
      await page
        .locator('tim-widget')
        .evaluate((widget, to) => (widget as unknown as TimWidget).trail.replace({ name: to }), name);
      await take(name);
    }
  } finally {
    await context.close();
  }
  return taken;
}

/** The real widget on the demo shop, with a real server and an agent who answers, in all looks. */
export async function widgetShots(browser: Browser, looks: readonly Look[]): Promise<Shot[]> {
  const stage = await openStage();
  const taken: Shot[] = [];
  try {
    const desk = await sitDown(stage);
    for (const look of looks) {
      taken.push(...(await visitor(browser, stage, desk, look)));
      console.log(`widget ${look.screen} ${look.lang} ${look.theme}`);
    }
  } finally {
    await stage.close();
  }
  return taken;
}
