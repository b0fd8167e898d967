import { type Localize, memo } from './localize.js';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
/** Figures with a unit; the key is `tag|unit|unitDisplay|most digits behind the point`. */
export const measures = memo((key) => {
  const [tag, unit, unitDisplay, digits] = key.split('|');
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: unit!,
    unitDisplay: unitDisplay as 'short' | 'long',
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
  const display = step > 0 ? 'short' : 'long';
  return measures(`${l.tag}|${units[step]}|${display}|${value < 10 && step > 0 ? 1 : 0}`).format(value);
}
