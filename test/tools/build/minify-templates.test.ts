import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAst } from 'vite';
import { minifyTemplates, squeezeCss, squeezeMarkup } from './minify-templates.js';

test('style sheets lose comments and white space, not the spaces that mean something', () => {
  assert.equal(
    squeezeCss(
      "\n  /* why */\n  a b,\n  c > d {\n    margin: 0 auto;\n    inset: calc(1px + 2px);\n    content: ' ';\n  }\n",
    ),
    " a b,c > d{margin:0 auto;inset:calc(1px + 2px);content:' '}",
  );
});

test('markup keeps one space between words and attributes', () => {
  assert.equal(squeezeMarkup('<p\n    class=x>\n  a  b</p>'), '<p class=x> a b</p>');
});

test('only tagged templates change, nested ones too', () => {
  const { transform } = minifyTemplates() as unknown as {
    transform: { handler: (this: { parse: typeof parseAst }, code: string) => { code: string } };
  };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
  const code = 'const a = html`<b>\n  ${x ? html`<i>\n  </i>` : "  "}\n</b>`; const b = `\n  kept`;';
  assert.equal(
    transform.handler.call({ parse: parseAst }, code).code,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    'const a = html`<b> ${x ? html`<i> </i>` : "  "} </b>`; const b = `\n  kept`;',
  );
});
