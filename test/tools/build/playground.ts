import { build } from 'vite';
import { playground } from '../../../vite.config.js';

export async function buildPlayground(): Promise<void> {
  await build({ ...playground(), configFile: false, logLevel: 'warn' });
}
