import { expect } from '@open-wc/testing';
import { en } from './en.js';
import { more } from './en-more.js';
import { loadMessages, type Messages, matchLocale, type Plural, tagOf } from './messages.js';

const names = ['ar', 'de', 'es', 'fr', 'hi', 'ja', 'ko', 'pt-BR', 'ru', 'zh-CN', 'zh-TW'];
const english = { ...en, ...more } as Messages;
const keys = Object.keys(english) as (keyof Messages)[];
const forms = (entry: string | Plural) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();

describe('languages', () => {
  for (const name of names) {
    it(`${name} says everything, with the same places to fill in and the plurals it needs`, async () => {
      const messages = await loadMessages(name);
      expect(Object.keys(messages).sort()).to.deep.equal([...keys].sort());
      const needed = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
      for (const key of keys) {
        const [from, to] = [english[key] as string | Plural, messages[key] as string | Plural];
        expect(typeof to, key).to.equal(typeof from);
        for (const text of forms(to)) {
          expect(text.trim(), key).to.not.equal('');
          // Some languages say "one" and "two" without a figure.
          const wanted = holes(forms(from).at(-1)!);
          if (typeof to === 'string' || text === to.other) expect(holes(text), key).to.equal(wanted);
        }
        if (typeof to !== 'string') expect(Object.keys(to).sort(), key).to.include.members([...needed]);
      }
    });

    it(`${name} is not English`, async () => {
      const messages = await loadMessages(name);
      const same = keys.filter((key) => {
        const [from, to] = [english[key] as string | Plural, messages[key] as string | Plural];
        return forms(to)[0] === forms(from)[0];
      });
      // Names of things that a language has from English, or that are signs alone.
      expect(same.length, same.join()).to.be.lessThan(8);
    });
  }

  it('finds the language that fits a tag best', () => {
    const fits: Record<string, string> = {
      'zh-Hans-SG': 'zh-CN',
      'zh-Hans-HK': 'zh-CN',
      zh: 'zh-CN',
      'zh-Hant': 'zh-TW',
      'zh-HK': 'zh-TW',
      'zh-Hant-MO': 'zh-TW',
      'pt-PT': 'pt-BR',
      'es-419': 'es',
      'de-CH': 'de',
      'ja-JP': 'ja',
      'ko-KR': 'ko',
      'fr-CA': 'fr',
      'ru-RU': 'ru',
      'hi-IN': 'hi',
      'ar-EG': 'ar',
      'en-GB': 'en',
      tlh: 'en',
      '': 'en',
    };
    for (const [tag, name] of Object.entries(fits)) expect(matchLocale(tag), tag).to.equal(name);
  });

  it('makes a tag that Intl takes of whatever a page has as its language', () => {
    const tags: Record<string, string> = {
      en_US: 'en-US',
      zh_TW: 'zh-TW',
      'de-AT': 'de-AT',
      'de_DE@euro': 'de',
      he: 'en',
      'i-klingon': 'en',
      x: 'en',
      '': 'en',
    };
    for (const [asked, tag] of Object.entries(tags)) expect(tagOf(asked), asked).to.equal(tag);
  });
});
