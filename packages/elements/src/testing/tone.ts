/** A WAV file of a low tone, 8 kHz. */
export function tone(seconds: number): Blob {
  const rate = 8000;
  const count = Math.round(seconds * rate);
  const view = new DataView(new ArrayBuffer(44 + count * 2));
  const put = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  put(0, 'RIFF');
  view.setUint32(4, 36 + count * 2, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, count * 2, true);
  for (let i = 0; i < count; i++)
    view.setInt16(44 + i * 2, Math.sin((i / rate) * 2 * Math.PI * 220) * 3000, true);
  return new Blob([view.buffer], { type: 'audio/wav' });
}
