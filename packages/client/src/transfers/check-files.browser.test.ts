import { expect } from '@open-wc/testing';
import { defaultLimits, type Limits } from '@tokenim/protocol';
import { gif } from '../pictures/samples.fixture.js';
import type { Client } from '../types.js';
import { checkFiles } from './check-files.js';

async function codes(limits: Partial<Limits>, files: File[]) {
  const live = (value: unknown) => ({
    subscribe(next: (value: unknown) => void) {
      queueMicrotask(() => next(value));
      return () => {};
    },
  });
  const views = { limits: () => live({ ...defaultLimits, ...limits }), uploads: () => live([]) };
  const client = { views } as unknown as Client;
  return (await checkFiles(client, files)).map(({ file, code }) => `${file.name} ${code}`);
}

async function photo(type: string): Promise<File> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 300, height: 200 });
  canvas.getContext('2d')!.fillRect(0, 0, 150, 200);
  const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), type));
  return new File([blob], type, { type });
}

describe('checkFiles', () => {
  test('a photo that is too large will be made smaller; what moves cannot', async () => {
    const limits = { fileSizes: { image: 50 } };
    const files = [await photo('image/jpeg'), new File([gif(2)], 'moves.gif')];
    expect(await codes(limits, files)).to.deep.equal(['moves.gif too_large']);
  });

  test('what is always drawn anew is judged by what it becomes', async () => {
    const heic = new File(['\0\0\0\x18ftypheic\0\0\0\0mif1heic'], 'a.heic');
    expect(await codes({ fileTypes: ['image/jpeg'] }, [heic, await photo('image/png')])).to.deep.equal([
      'image/png file_type',
    ]);
    expect(await codes({ fileTypes: ['image/gif'] }, [heic])).to.deep.equal(['a.heic file_type']);
  });
});
