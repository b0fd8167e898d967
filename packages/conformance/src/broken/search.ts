import { type Breakage, code, on, up } from './breakage.js';

/** The rules of search (Q), broken. */
export const searchBreakages: Breakage[] = [
  {
    rule: 'Q1',
    what: 'the deleted are found',
    hooks: () => {
      const seen: unknown[] = [];
      return on('found', (frame) => {
        seen.push(...frame.hits);
        if (frame.hits.length === 0) frame.hits.push(...seen.slice(-1));
      });
    },
  },
  { rule: 'Q1', what: 'a foreign conversation is forbidden', hooks: () => code('not_found', 'forbidden') },
  {
    rule: 'Q2',
    what: 'only the first word counts',
    hooks: () => up('search', (frame) => ({ ...frame, text: frame.text.split(' ')[0] })),
  },
  {
    rule: 'Q2',
    what: 'one Chinese character is too few',
    hooks: () => up('search', (frame) => (frame.text.length < 2 ? { ...frame, text: '-' } : frame)),
  },
  {
    rule: 'Q2',
    what: 'symbols are no words',
    hooks: () => up('search', (frame) => ({ ...frame, text: frame.text.replace(/\p{S}/gu, '-') })),
  },
  {
    rule: 'Q3',
    what: 'the newest is missing, and it does not say so',
    hooks: () =>
      on('found', (frame) => {
        frame.hits.shift();
      }),
  },
  {
    rule: 'Q3',
    what: 'oldest first',
    hooks: () =>
      on('found', (frame) => {
        frame.hits.reverse();
      }),
  },
  {
    rule: 'Q3',
    what: 'no second page',
    hooks: () =>
      on('found', (frame) => {
        delete frame.next;
      }),
  },
  {
    rule: 'Q4',
    what: 'no time to wait',
    hooks: () =>
      on('error', (frame) => {
        delete frame.after;
      }),
  },
];
