/** A photo with so much in it that it is worth to be made smaller. */
async function photo(name: string, hue: number, width = 4032, height = 3024): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${hue} 70% 78%)`);
  sky.addColorStop(1, `hsl(${hue + 50} 80% 62%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let i = 0; i < 400; i++) {
    const far = i / 400;
    context.fillStyle = `hsl(${hue + 160 + far * 40} ${30 + far * 30}% ${60 - far * 35}% / 0.5)`;
    const x = (Math.sin(i * 91.7) * 0.5 + 0.5) * width;
    const size = (0.05 + far * 0.12) * width;
    context.beginPath();
    context.moveTo(x - size, height * (0.55 + far * 0.45));
    context.lineTo(x, height * (0.55 + far * 0.45) - size * 0.9);
    context.lineTo(x + size, height * (0.55 + far * 0.45));
    context.fill();
  }
  context.fillStyle = 'hsl(48 100% 88%)';
  context.beginPath();
  context.arc(width * 0.72, height * 0.24, height * 0.09, 0, 7);
  context.fill();
  return new File([await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })], name, {
    type: 'image/jpeg',
  });
}

const document = (name: string, type: string, size: number): File =>
  new File([new Uint8Array(size)], name, { type });

/** Photos, one of them of a kind that most browsers cannot read, and documents; names long and in three scripts. */
export async function files(): Promise<File[]> {
  return [
    await photo('IMG_20260612_184501.jpg', 205),
    document(
      'Invoice 2026-0417, second copy, corrected, signed and countersigned.pdf',
      'application/pdf',
      482_113,
    ),
    await photo('湖のほとり.jpg', 150, 3024, 4032),
    new File(['\0\0\0\x18ftypheic\0\0\0\0mif1heic', new Uint8Array(2_310_000)], 'IMG_0042.HEIC', {
      type: 'image/heic',
    }),
    await photo('صورة المنتج قبل الإصلاح.jpg', 20),
    document('unboxing.mp4', 'video/mp4', 9_412_000),
  ];
}
