import { expect } from '@open-wc/testing';
import { Body, type FileId } from '@tokenim/protocol';
import { describeFile } from './describe.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8057' as FileId;

async function picture(type: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = 31;
  canvas.height = 17;
  canvas.getContext('2d')!.fillRect(0, 0, 31, 17);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), type));
}

describe('describeFile', () => {
  for (const type of ['image/png', 'image/jpeg']) {
    test(`a ${type} is an image with its dimensions`, async () => {
      const blob = await picture(type);
      const body = await describeFile(blob, { id, name: 'a' });
      expect(body).to.deep.equal({
        type: 'image',
        file: { id, name: 'a', mime: type, size: blob.size },
        width: 31,
        height: 17,
      });
      expect(Body.safeParse(body).success).to.equal(true);
    });
  }

  test('what only says that it is an image is a file', async () => {
    const body = await describeFile(new Blob(['nothing'], { type: 'image/png' }), { id, name: 'a.png' });
    expect(body.type).to.equal('file');
  });

  test('SVG is a file: it is a document, not a picture', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    const body = await describeFile(new Blob([svg], { type: 'image/svg+xml' }), { id, name: 'a.svg' });
    expect(body.type).to.equal('file');
  });
});
