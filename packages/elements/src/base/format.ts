import { type Localize, memo } from './localize.js';

const formats = memo((key) => {
  const [tag, options] = key.split('|');
  return new Intl.DateTimeFormat(tag, JSON.parse(options!));
});
const format = (tag: string, ts: number, options: Intl.DateTimeFormatOptions) =>
  formats(`${tag}|${JSON.stringify(options)}`).format(ts);
const relative = memo((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'narrow' }));

const minute = 60_000;

/** Whole days between two times by the reader's calendar. */
export function daysBetween(earlier: number, later: number): number {
  const day = (ts: number) => {
    const date = new Date(ts);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((day(later) - day(earlier)) / 86_400_000);
}

export function timeOfDay(l: Localize, ts: number): string {
  return format(l.tag, ts, { hour: 'numeric', minute: '2-digit' });
}

/** Date and time in full, for a title. */
export function fullTime(l: Localize, ts: number): string {
  return format(l.tag, ts, { dateStyle: 'full', timeStyle: 'short' });
}

/** For a list: now, minutes, time of day, yesterday, weekday, date. */
export function listTime(l: Localize, ts: number, now: number): string {
  const age = now - ts;
  if (age < minute) return l.t('justNow');
  if (age < 60 * minute) return relative(l.tag).format(-Math.floor(age / minute), 'minute');
  const days = daysBetween(ts, now);
  if (days <= 0) return timeOfDay(l, ts);
  if (days === 1) return l.t('yesterday');
  if (days < 7) return format(l.tag, ts, { weekday: 'short' });
  if (new Date(ts).getFullYear() === new Date(now).getFullYear())
    return format(l.tag, ts, { day: 'numeric', month: 'short' });
  return format(l.tag, ts, { day: 'numeric', month: 'numeric', year: '2-digit' });
}

/** For a line between days. */
export function dayName(l: Localize, ts: number, now: number): string {
  const days = daysBetween(ts, now);
  if (days === 0) return l.t('today');
  if (days === 1) return l.t('yesterday');
  if (days > 0 && days < 7) return format(l.tag, ts, { weekday: 'long' });
  const sameYear = new Date(ts).getFullYear() === new Date(now).getFullYear();
  return format(l.tag, ts, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
const sizes = memo((key) => {
  const [tag, unit, digits] = key.split('|');
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: unit!,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: Number(digits),
  });
});

/** Bytes for people, by 1000 as file managers do. */
export function fileSize(l: Localize, bytes: number): string {
  let step = 0;
  let value = bytes;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return sizes(`${l.tag}|${units[step]}|${value < 10 && step > 0 ? 1 : 0}`).format(value);
}
