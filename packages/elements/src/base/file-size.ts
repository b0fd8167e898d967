import { type Localize, memo } from './localize.js';

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
