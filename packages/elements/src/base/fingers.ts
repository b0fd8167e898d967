/** Whether one points with fingers here, and writes on a keyboard that covers half of the screen. */
export function fingers(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
