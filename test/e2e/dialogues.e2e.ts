import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openStage, Side, type Stage, sitDown, visit } from './stage.js';

interface Line {
  from: 'shop' | 'desk';
  text: string;
}

const english = [
  'Hi, I bought two mugs last week (order #10-4482) and one has a hairline crack.',
  'I am sorry to hear that! Could you send me a photo of it?',
  "Sure… it's on the handle, about 2 cm — see below.\nFirst line\n  second line, two spaces in front",
  'Thank you. A new one leaves our studio on Friday; there is nothing to pay.',
  'Brilliant, thanks a lot :-) ',
];
const chinese = [
  '你好，请问这款茶杯能放洗碗机吗？',
  '您好！可以的，建议水温不超过 60℃，也不要和金属餐具放在一起。',
  '好的。那发货到乌鲁木齐要几天？「加急」的话呢？',
  '普通快递 5–7 天，加急 3 天；运费分别是 ￥12 和 ￥28。𠮷祥如意，祝您生活愉快！',
];
/** Text that breaks software which takes it for something else. */
const naughty = [
  '<script>document.title = "taken"</script>',
  '"><img src=x onerror=document.title="taken">',
  '$' + '{7*7} {{7*7}} %s %n `echo` $(id)',
  "Robert'); DROP TABLE messages;--",
  'مرحبا bidi ‮txet desrever‬ end',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘',
  '👩‍👩‍👧‍👦🏳️‍🌈🇨🇳👍🏿 ￼ ﷽ \u200b \u2028 \ufeff',
  '   spaces   and\ttab   ',
  'javascript:alert(1) http://a.b/<c>"d" __proto__ constructor null undefined NaN',
  'x'.repeat(3000),
];

const lines: Line[] = [...english, ...chinese, ...naughty].map((text, i) => ({
  from: i % 2 ? 'desk' : 'shop',
  text,
}));
// More dialogues of one's own: a file with `{ messages: [{ from, text }] }` a line; the first speaker is the visitor.
if (process.env.TOKENIM_DIALOGUES) {
  for (const line of readFileSync(process.env.TOKENIM_DIALOGUES, 'utf8').trim().split('\n')) {
    const { messages } = JSON.parse(line) as { messages: { from: string; text: string }[] };
    for (const one of messages) {
      if (one.text.trim())
        lines.push({ from: one.from === messages[0]!.from ? 'shop' : 'desk', text: one.text });
    }
  }
}

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

test('dialogues come out character for character, on both screens, also after everything was started again', async () => {
  const desk = await sitDown(stage);
  let shop = await visit(stage);
  const texts: string[] = [];
  for (const { from, text } of lines) {
    const [speaker, hearer] = from === 'shop' || texts.length === 0 ? [shop, desk] : [desk, shop];
    await speaker.say(text);
    texts.push(text);
    if (texts.length === 1)
      await desk.page
        .locator('tim-conversation-list [data-id], tim-conversation-list [role=option]')
        .first()
        .click();
    await hearer.waitForTexts(texts.slice(-3));
  }
  for (const side of [shop, desk]) {
    assert.notEqual(await side.page.title(), 'taken');
    assert.deepEqual(await side.misplaced(), []);
    await side.page.close();
  }
  await stage.server.stop();
  await stage.server.start();
  shop = await visit(stage);
  const again = new Side(await stage.desk.newPage());
  await again.page.goto(stage.deskUrl);
  await again.page
    .locator('tim-conversation-list [data-id], tim-conversation-list [role=option]')
    .first()
    .click();
  const end = texts.slice(-40);
  await shop.waitForTexts(end);
  await again.waitForTexts(end);
  assert.deepEqual(stage.problems, []);
});
