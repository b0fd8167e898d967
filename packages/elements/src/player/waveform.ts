import { svg, type TemplateResult } from 'lit';

const bars = 40;
const height = 22;

/** `peaks` as `count` bars, each as high as the highest in its stretch. */
export function resampled(peaks: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * peaks.length) / count));
    return Math.max(...peaks.slice(from, to));
  });
}

/** The bars as the lines of a path, four units each; what is silent is a dot. */
export function waveform(peaks: readonly number[]): TemplateResult {
  const lines = resampled(peaks, bars).map((peak, i) => {
    const half = 0.5 + (peak / 255) * (height / 2 - 1.5);
    return `M${i * 4 + 2} ${(height / 2 - half).toFixed(1)}v${(half * 2).toFixed(1)}`;
  });
  return svg`<path d=${lines.join('')} />`;
}

export const waveBox = `0 0 ${bars * 4} ${height}`;
